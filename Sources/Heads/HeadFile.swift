public import AfterwordEncoder
public import AfterwordTensors
internal import Foundation

/// What `heads/NAME.json` says of a head; its weights lie beside it in `heads/NAME.safetensors`.
private struct HeadDescription: Codable {
    /// Of this file's shape.
    var format: Int
    var name: String
    var groups: [LabelGroup]
    var features: SpanFeatures
    /// Number of linear layers: tensors `layers.0.weight`, `layers.0.bias`, …
    var layers: Int
    var encoder: String

    static let format = 1
}

extension Head {
    /// Reads a head from the bytes of its two files.
    ///
    /// - Parameters:
    ///   - file: what errors call the files, without an extension.
    ///   - encoder: the encoder whose states the head will read.
    /// - Throws: `HeadError`.
    public init(json: [UInt8], tensors: ByteRegion, file: String, encoder: TransformerEncoder) throws(HeadError) {
        let description: HeadDescription
        do { description = try JSONDecoder().decode(HeadDescription.self, from: Data(json)) } catch {
            throw .malformed(file: file + ".json", reason: reason(error))
        }
        func check(_ holds: Bool, _ reason: @autoclosure () -> String) throws(HeadError) {
            guard holds else { throw .malformed(file: file + ".json", reason: reason()) }
        }
        let stem = file.split(separator: "/").last.map(String.init) ?? file
        guard Self.isName(description.name), description.name == stem else { throw .wrongName(file: file + ".json", name: description.name, expected: stem) }
        let depth = encoder.configuration.layerCount
        try check(description.format == HeadDescription.format, "format is \(description.format), this version reads \(HeadDescription.format)")
        guard description.encoder == encoder.fingerprint else {
            throw .foreignEncoder(file: file + ".json", found: description.encoder, expected: encoder.fingerprint)
        }
        try check(description.features.layers.allSatisfy((0...depth).contains), "features.layers are from 0 to \(depth)")
        try check(!description.features.layers.isEmpty && !description.features.offsets.isEmpty, "features name no layer or no offset")
        try check(description.features.offsets.allSatisfy((-64...64).contains), "features.offsets are from -64 to 64")
        try check(!description.groups.isEmpty && description.groups.allSatisfy { !$0.labels.isEmpty }, "a group has no labels")
        try check(description.groups.allSatisfy { $0.labels.count == $0.thresholds.count }, "a group has not one threshold a label")
        try check(description.groups.allSatisfy { Set($0.labels).count == $0.labels.count }, "a group names a label twice")
        for (label, threshold) in description.groups.flatMap({ zip($0.labels, $0.thresholds) }) where !(0...1).contains(threshold) {
            throw .thresholdOutOfRange(file: file + ".json", label: label, threshold: threshold)
        }
        try check((1...2).contains(description.layers), "layers is \(description.layers), expected 1 or 2")
        let outputs = description.groups.reduce(0) { $0 + $1.labels.count }
        var inputs = description.features.count(width: encoder.configuration.hiddenSize)
        var layers: [Dense] = []
        do {
            let weights = try Safetensors(tensors, file: file + ".safetensors")
            for index in 0..<description.layers {
                let rows = index == description.layers - 1 ? outputs : try weights.tensor("layers.\(index).bias").shape.first ?? 0
                layers.append(Dense(
                    weight: try weights.matrix("layers.\(index).weight", rows: rows, columns: inputs),
                    bias: try weights.floats("layers.\(index).bias", shape: [rows])))
                inputs = rows
            }
        } catch { throw .tensors(error) }
        guard layers.allSatisfy({ $0.bias.allSatisfy(\.isFinite) && $0.weight.values.allSatisfy(\.isFinite) }) else {
            throw .malformed(file: file + ".safetensors", reason: "a weight is infinite or not a number")
        }
        self.init(name: description.name, groups: description.groups, features: description.features, layers: layers, encoder: description.encoder)
    }

    /// Whether a head may be called so: its name is also that of its files, so it has no `/`, no dot in front, and 1 to 200 bytes.
    public static func isName(_ name: String) -> Bool {
        (1...200).contains(name.utf8.count) && name.utf8.first != UInt8(ascii: ".") && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 < 32 }
    }

    /// The head's two files by their path in a model directory.
    ///
    /// - Parameter quantized: weights as 8-bit integers with a scale a row, a quarter of the size.
    public func files(quantized: Bool = false) -> [String: ByteRegion] {
        let description = HeadDescription(
            format: HeadDescription.format, name: name, groups: groups, features: features, layers: layers.count, encoder: encoder)
        let json = JSONEncoder()
        json.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        guard let bytes = try? json.encode(description) else { preconditionFailure("a head's description is plain data without NaN") }
        var tensors: [String: Safetensors.Content] = [:]
        for (index, layer) in layers.enumerated() {
            tensors["layers.\(index).weight"] =
                quantized ? .quantized(QuantizedMatrix(quantizing: layer.weight)) : .floats(layer.weight.values, shape: [layer.weight.rows, layer.weight.columns])
            tensors["layers.\(index).bias"] = .floats(layer.bias, shape: [layer.bias.count])
        }
        return [
            "heads/\(name).json": ByteRegion(Array(bytes) + Array("\n".utf8)),
            "heads/\(name).safetensors": ByteRegion(Safetensors.serialized(tensors)),
        ]
    }
}

private func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "\(key.stringValue) is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
        "\(context.codingPath.map(\.stringValue).joined(separator: ".")) is of another type"
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
        "\(context.codingPath.map(\.stringValue).joined(separator: ".")) is not a value that it may have"
    default: "is not JSON"
    }
}
