/// Reproducible random numbers: SplitMix64.
///
/// - Source: Steele, Lea & Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
public struct RandomSource: RandomNumberGenerator, Sendable, Codable, Equatable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number from 0 up to, not including, 1.
    public mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

    /// A number from the standard normal distribution, by the sum of twelve.
    public mutating func normal() -> Float { (0..<12).reduce(-6) { sum, _ in sum + unit() } }
}
