/// The metadata of an array as our writer has it.
func zarrDocument(_ random: inout SplitMix) -> Tree {
  let shape = (0..<(1 + random.below(4))).map { _ in random.below(random.pick([3, 100, 1 << 40])) }
  let chunk = [1 + random.below(100)] + shape.dropFirst().map { max(1, $0) }
  let isInteger = random.oneIn(3)
  let fill = isInteger ? random.pick(["0", "-1", "7"]) : random.pick(["NaN", "Infinity", "-Infinity", "0.5", "0"])
  let names = shape.indices.map { Tree.scalar("\"axis_\($0)\"") }
  return .mapping([
    ("zarr_format", .scalar("3")), ("node_type", .scalar("array")), ("shape", .numbers(shape)),
    ("data_type", .scalar(isInteger ? "int64" : "float64")),
    (
      "chunk_grid",
      .mapping([("name", .scalar("regular")), ("configuration", .mapping([("chunk_shape", .numbers(chunk))]))])
    ),
    (
      "chunk_key_encoding",
      .mapping([("name", .scalar("default")), ("configuration", .mapping([("separator", .scalar("/"))]))])
    ),
    ("fill_value", .scalar(fill)),
    (
      "codecs",
      .list([
        .mapping([("name", .scalar("bytes")), ("configuration", .mapping([("endian", .scalar("little"))]))])
      ])
    ),
    ("attributes", .mapping([("units", .scalar("mV")), ("dt_ms", .scalar(hostileScalar(&random)))])),
    ("dimension_names", .list(names)), ("storage_transformers", .list([])),
  ])
}
