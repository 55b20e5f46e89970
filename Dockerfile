# An image with the command, and with what SDKs in Python and JavaScript need to be judged:
#   docker build --tag xai-conformance .
#   docker run --rm --volume "$PWD:/work" xai-conformance sdk xai-sdk @ai-sdk/xai --report-dir report

FROM node:22-bookworm-slim AS node

FROM python:3.12-slim-bookworm

# Node comes whole from its own image: the binary, and npm beside it.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules/npm /usr/local/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
    && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx

# curl is for the reproducers of a report.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends curl libatomic1 \
    && rm -rf /var/lib/apt/lists/*

COPY pyproject.toml README.md /opt/xai-conformance/
COPY specs /opt/xai-conformance/specs
COPY strategies /opt/xai-conformance/strategies
COPY conformance /opt/xai-conformance/conformance
COPY reports /opt/xai-conformance/reports
RUN pip install --no-cache-dir '/opt/xai-conformance[sdk]' && rm -rf /opt/xai-conformance

# Code of SDKs that are yet to be trusted runs here, so it gets no more rights than it needs.
RUN useradd --create-home --uid 10001 conformance && mkdir /work && chown conformance /work
USER conformance
WORKDIR /work

ENTRYPOINT ["xai-conformance"]
CMD ["--help"]
