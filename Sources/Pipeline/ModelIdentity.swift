/// Which model said something: written into every result.
public struct ModelIdentity: Sendable, Codable, Equatable {
    public var name: String
    public var version: String
    /// Hash of the encoder's configuration and weights, in hexadecimal.
    public var fingerprint: String

    public init(name: String, version: String, fingerprint: String) {
        self.name = name
        self.version = version
        self.fingerprint = fingerprint
    }
}
