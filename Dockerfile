# One image for the three programs: the compose file says which one a container runs.
FROM node:26-bookworm-slim AS build
WORKDIR /srv/optics
# leveldown and serial ports bring prebuilt binaries; the compiler is for platforms that have none.
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# By the same function as `npm start`, so that the demo finds nothing stale.
RUN node -e "import('./ops/start/stale-build.ts').then((m) => m.buildWhereStale(process.cwd()))" && npm prune --omit=dev

FROM node:26-bookworm-slim
ENV NODE_ENV=production OPTICS_DATA=/data
WORKDIR /srv/optics
COPY --from=build --chown=root:root /srv/optics ./
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
CMD ["node", "sync-server/main.ts"]
