# One static binary and nothing else: no shell, no package manager, no root.
#
#   docker build -t heard .
#   docker run -p 8080:8080 -v heard:/data -v ./heard.yaml:/heard.yaml:ro --env-file heard.env heard
#
# In heard.yaml: listen 0.0.0.0:8080, data ./data (which is /data here).
# There is no shell to probe with; let the platform ask GET /readyz.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
# Europe/London is in the binary: there are no zone files below.
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags="-s -w" -o /out/heard ./cmd/heard \
 && mkdir -p /out/data /out/tmp

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/heard /heard
COPY --from=build --chown=65532:65532 /out/data /data
COPY --from=build --chown=65532:65532 /out/tmp /tmp
USER 65532:65532
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/heard"]
CMD ["serve", "--config", "/heard.yaml"]
