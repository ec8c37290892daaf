import { html, type Html } from './html.ts';

export const STYLE = `:root{color-scheme:light dark;--accent:#0d5a5a;--line:#d8d3cb;--paper:#faf8f5;--ink:#22201d}
@media(prefers-color-scheme:dark){:root{--accent:#5cc2bd;--line:#47433d;--paper:#1d1b19;--ink:#efebe4}}
*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,sans-serif;background:var(--paper);color:var(--ink)}
main,header{max-width:72rem;margin:0 auto;padding:1rem}header{display:flex;gap:1rem;align-items:center;justify-content:space-between}
h1{font-size:1.25rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .5rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid var(--line);vertical-align:middle}
form.row{display:flex;flex-wrap:wrap;gap:.5rem;align-items:end;margin:.75rem 0}td form.row{margin:0}label{display:grid;gap:.15rem;font-size:.85rem}
textarea{font:inherit;padding:.4rem .6rem;border:1px solid var(--line);border-radius:.4rem;background:transparent;color:inherit;width:100%}label.wide,fieldset{flex:1 1 100%}fieldset{border:1px solid var(--line);border-radius:.5rem}.row{display:flex;flex-wrap:wrap;gap:.5rem}.row input{max-width:11rem}
input,select,button{font:inherit;padding:.4rem .6rem;border:1px solid var(--line);border-radius:.4rem;background:transparent;color:inherit;min-height:2.75rem}
input[type=checkbox],input[type=radio]{min-height:0;width:1.25rem;height:1.25rem;padding:0}
select option{color:#22201d}button{background:var(--accent);color:var(--paper);border-color:transparent;cursor:pointer}
button.quiet{background:transparent;color:inherit;border-color:var(--line)}
.notice{border:2px solid var(--accent);border-radius:.5rem;padding:.75rem 1rem;margin:1rem 0}.notice code{font-size:1.4rem;letter-spacing:.1em;overflow-wrap:anywhere}
.demo{background:#f3c34a;color:#22201d;text-align:center;padding:.25rem;font-weight:600}.off{opacity:.55}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.muted{opacity:.75;font-size:.85rem}.tick{display:inline-grid;place-items:center;min-width:2.75rem;min-height:2.75rem}
.tick input{min-height:0;width:1.25rem;height:1.25rem}.card{display:flex;flex-wrap:wrap;gap:1.5rem;align-items:flex-start}.card>form{flex:1 1 36rem}.card img{max-width:18rem;max-height:14rem;border:1px solid var(--line);border-radius:.5rem}
.warn{border-left:.35rem solid #b7791f;padding-left:.6rem}.scroll{overflow-x:auto}a{color:var(--accent)}a.button{display:inline-block;text-decoration:none;padding:.55rem .8rem;min-height:2.75rem;border:1px solid var(--line);border-radius:.4rem}label.wide input:not([type=checkbox]),.row input[type=datetime-local],.row input[type=file]{max-width:none}label.choice{display:flex;align-items:center;gap:.5rem;min-height:2.75rem;font-size:1rem}label.choice input{min-height:0;width:1.25rem;height:1.25rem}.choices>.row{align-items:center;margin:.35rem 0}.deep-1{padding-left:2rem}.deep-2{padding-left:4rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media(max-width:40rem){.row input,.row select,.row button{max-width:100%}.deep-1{padding-left:1rem}.deep-2{padding-left:2rem}main>table td,main>table th{overflow-wrap:anywhere}.row label{max-width:100%;grid-template-columns:minmax(0,auto)}td form.row{flex-direction:column;align-items:stretch;min-width:12rem}}
.grid th{overflow-wrap:normal}.grid td{padding:.15rem .25rem}.grid input,.grid select{width:100%;min-width:4.5rem}.grid .tick input{width:1.25rem;min-width:0}.sheet{max-height:32rem;overflow:auto}.sheet thead th{position:sticky;top:0;background:var(--paper)}.sheet th:first-child{position:sticky;left:0;background:var(--paper)}
.band-1,.band-4{background:color-mix(in srgb,var(--accent) 12%,transparent)}.band-2,.band-5{background:color-mix(in srgb,var(--accent) 24%,transparent)}`;

/** One page of the administrator's site. `head`: what its own folder of pages adds (a style, a script). */
export function page(title: string, body: Html, options: { demo: boolean; signedIn: boolean; head?: Html | undefined }): string {
  const { demo, signedIn, head } = options;
  return html`<!doctype html>
    <html lang="ru">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · OpticsERP</title>
        <link rel="icon" href="/icon.svg" />
        <link rel="stylesheet" href="/admin/style.css" />
        ${head ?? null}
      </head>
      <body>
        ${demo ? html`<aside class="demo" aria-label="Учебный режим">УЧЕБНЫЙ РЕЖИМ · НЕ ФИСКАЛЬНЫЙ</aside>` : null}
        <header>
          <h1>${title}</h1>
          ${signedIn ? html`<form method="post" action="/admin/logout"><button class="quiet">Выйти</button></form>` : null}
        </header>
        <main>${body}</main>
      </body>
    </html>`.text;
}

export const notice = (text: string, secret: string | null = null): Html =>
  html`<div class="notice" role="status">${text}${secret === null ? null : html`<br /><code>${secret}</code>`}</div>`;
