terraform providers mirror \
  -platform=linux_amd64 \
  -platform=linux_arm64 \
  mirror
