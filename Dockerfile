# One static binary with the front end inside, in an image that holds nothing else.

FROM node:24-alpine AS pwa
WORKDIR /src/pwa
COPY pwa/package.json pwa/package-lock.json pwa/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY pwa ./
RUN npm run build

FROM golang:1.26-alpine AS server
WORKDIR /src
ENV CGO_ENABLED=0 GOFLAGS="-trimpath -buildvcs=false"
COPY go.mod go.sum ./
RUN go mod download
COPY ent ent
COPY graph graph
COPY migrations migrations
COPY server server
COPY pwa/pwa.go pwa/pwa.go
COPY --from=pwa /src/pwa/dist pwa/dist
RUN go build -ldflags "-s -w" -o /out/linli ./server \
 && mkdir -p /out/data /out/etc/ssl/certs \
 && cp /etc/ssl/certs/ca-certificates.crt /out/etc/ssl/certs/ \
 && echo "linli:x:10001:10001:Linli:/data:/sbin/nologin" > /out/etc/passwd \
 && chown 10001:10001 /out/data

FROM scratch
COPY --from=server /out/etc /etc
COPY --from=server --chown=10001:10001 /out/data /data
COPY --from=server /out/linli /linli
# Linli never needs root, and writes nowhere but into its data folder.
USER 10001:10001
WORKDIR /data
ENV LINLI_ADDR=0.0.0.0:8080 LINLI_DATA=/data
VOLUME /data
EXPOSE 8080
# The first start with the large demo takes some seconds.
HEALTHCHECK --interval=10s --timeout=4s --start-period=60s --retries=3 CMD ["/linli", "healthcheck"]
ENTRYPOINT ["/linli"]
