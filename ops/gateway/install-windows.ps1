<#
Installs the fiscal gateway of a till's PC as a Windows service. As administrator, in the unpacked release:

  powershell -ExecutionPolicy Bypass -File ops\gateway\install-windows.ps1 -WinSW C:\Downloads\WinSW-x64.exe

Installed a second time it changes neither settings nor data. Updates: current\bin\node.exe ops\gateway\main.ts update FILE.
#>
param(
  [Parameter(Mandatory = $true)] [string] $WinSW,
  [string] $Release = (Resolve-Path (Join-Path $PSScriptRoot '..\..')).Path
)
$ErrorActionPreference = 'Stop'
$root = 'C:\OpticsGateway'
$place = 'C:\ProgramData\OpticsGateway'

New-Item -ItemType Directory -Force -Path $root, "$place\data", "$place\logs" | Out-Null
# The journal holds contacts, the settings a token: administrators, the system and the service alone (well-known SIDs: names are translated).
icacls $place /inheritance:r /grant '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-18:(OI)(CI)F' '*S-1-5-19:(OI)(CI)M' | Out-Null
if ($LASTEXITCODE -ne 0) { throw 'icacls failed' }
# The service reads its program and does not change it.
icacls $root /inheritance:r /grant '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-18:(OI)(CI)F' '*S-1-5-19:(OI)(CI)RX' | Out-Null
if ($LASTEXITCODE -ne 0) { throw 'icacls failed' }

if (-not (Test-Path "$root\current")) {
  Push-Location $Release
  & "$Release\bin\node.exe" ops\gateway\main.ts install $Release
  $code = $LASTEXITCODE
  Pop-Location
  if ($code -ne 0) { throw 'the release was not installed' }
}
if (-not (Test-Path "$place\gateway.env")) {
  Copy-Item "$root\current\ops\gateway\gateway.env.example" "$place\gateway.env"
}
Copy-Item $WinSW "$root\optics-gateway.exe" -Force
Copy-Item "$root\current\ops\gateway\optics-gateway.winsw.xml" "$root\optics-gateway.xml" -Force
if (-not (Get-Service -Name optics-gateway -ErrorAction SilentlyContinue)) {
  & "$root\optics-gateway.exe" install
  if ($LASTEXITCODE -ne 0) { throw 'the service was not installed' }
}
Write-Host "Fill in $place\gateway.env, then: Start-Service optics-gateway"
