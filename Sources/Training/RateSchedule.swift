internal import Foundation

/// The learning rate over a run: up in a line while warming up, then down.
public struct RateSchedule: Sendable, Codable, Equatable {
    public enum Decay: String, Sendable, Codable, CaseIterable { case linear, cosine, none }

    /// The highest rate.
    public var peak: Float
    /// The part of all steps spent warming up, 0…1.
    public var warmup: Float
    public var decay: Decay

    public init(peak: Float, warmup: Float = 0.05, decay: Decay = .cosine) {
        self.peak = peak
        self.warmup = warmup
        self.decay = decay
    }

    /// The rate of step `step`, from 0, of `total`.
    public func rate(at step: Int, of total: Int) -> Float {
        let warm = Float(total) * warmup, position = Float(step)
        if position < warm { return peak * (position + 1) / (warm + 1) }
        let progress = min(1, (position - warm) / max(1, Float(total) - warm))
        return switch decay {
        case .linear: peak * (1 - progress)
        case .none: peak
        case .cosine: peak * 0.5 * (1 + cosf(.pi * progress))
        }
    }
}
