public import AfterwordPipeline
public import AfterwordTensors
internal import CBundledModel

extension Model {
    /// The default model, which is part of the program: all-MiniLM-L6-v2 with Afterword's heads, in English.
    ///
    /// - Complexity: loading takes tens of milliseconds; load it once.
    public static func bundled(precision: InferencePrecision = .int8) throws(ModelError) -> Model { try Model(files: .bundled, precision: precision) }
}

extension ModelFiles {
    /// The default model's files, to be read or written out.
    public static var bundled: ModelFiles {
        var regions: [String: ByteRegion] = [:]
        for index in 0..<afterword_model_file_count() {
            let file = afterword_model_file_at(index)
            guard let bytes = file.bytes else { continue }
            regions[String(cString: file.name)] = ByteRegion(static: bytes, count: file.count)
        }
        return ModelFiles(name: "bundled", regions: regions)
    }
}
