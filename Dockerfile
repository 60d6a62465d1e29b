# geomap in a container. Python packages are those that requirements/run.txt locks by their hashes; nothing else is downloaded.
#
#     docker build -t geomap .
#     docker run --rm --network none --read-only --cap-drop ALL --user "$(id -u):$(id -g)" -v "$PWD:/news" geomap map page.txt
#
# BASE is any image with Python 3.11 or later and its module venv; for a build without an image registry, name one that is here:
#
#     docker build --build-arg BASE=my-python -t geomap .
ARG BASE=python:3.13-slim

FROM ${BASE} AS build
COPY . /src
RUN /src/packaging/install.sh /opt/geomap

FROM ${BASE}
LABEL org.opencontainers.image.title="geomap" org.opencontainers.image.licenses="MIT"
COPY --from=build /opt/geomap /opt/geomap
ENV PATH=/opt/geomap/bin:$PATH XDG_CACHE_HOME=/opt/geomap/cache LANG=C.UTF-8
USER 10001:10001
WORKDIR /news
ENTRYPOINT ["geomap"]
CMD ["--help"]
