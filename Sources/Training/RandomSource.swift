internal import AfterwordTensors

/// Reproducible random numbers: SplitMix64.
///
/// - Source: Steele, Lea & Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
public struct RandomSource: RandomNumberGenerator, Sendable, Codable, Equatable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    /// A seed for one part of a run: as good as another seed for each number.
    package static func mixed(_ seed: UInt64, _ number: UInt64) -> UInt64 {
        var source = RandomSource(seed: seed)
        source = RandomSource(seed: source.next() ^ (number &* 0xD1B5_4A32_D192_ED03))
        return source.next()
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return SplitMix.mixed(state)
    }

    /// A number from 0 up to, not including, 1.
    public mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

    /// A number from the standard normal distribution, by the sum of twelve.
    public mutating func normal() -> Float { (0..<12).reduce(-6) { sum, _ in sum + unit() } }
}
