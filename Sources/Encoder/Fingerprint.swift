internal import CKernels

/// Tells one model from another by its values.
enum Fingerprint {
    /// 32 hexadecimal digits of a 128-bit digest of the configuration and every parameter in order.
    ///
    /// Floats of any width count as 32-bit ones; 8-bit weights count as they are, so that a model need not be converted to be known.
    static func of<Parameters: EncoderParameters>(_ configuration: EncoderConfiguration, _ parameters: Parameters) throws(Parameters.Failure) -> String {
        var state: [UInt64] = [0, 0]
        let sizes = [
            configuration.vocabularySize, configuration.hiddenSize, configuration.layerCount, configuration.headCount, configuration.intermediateSize,
            configuration.positionCount, configuration.typeCount, Int(configuration.layerNormEpsilon.bitPattern),
        ]
        sizes.map { Int64($0).littleEndian }.withUnsafeBytes { aw_digest(&state, $0.baseAddress, $0.count) }
        for parameter in Parameter.all(of: configuration) {
            try parameters.withStoredBytes(of: parameter.place) { aw_digest(&state, $0.baseAddress, $0.count) }
        }
        return state.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
