// Interim
public import AfterwordEncoder
public import AfterwordTensors
public enum HeadError: Error { case malformed }
extension Head {
    public init(json: [UInt8], tensors: ByteRegion, file: String, encoder: TransformerEncoder) throws(HeadError) { throw .malformed }
}
extension Head { public func files() -> [String: ByteRegion] { [:] } }
