import AfterwordTensors
import Foundation

/// Layers in plain double precision: what the kernels are measured against.
enum Reference {
    /// To the nearest bfloat16, ties to even.
    static func bfloat16(_ x: Float) -> Float {
        let bits = x.bitPattern
        return Float(bitPattern: (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF_0000)
    }

    static func gelu(_ x: Double) -> Double { x * 0.5 * erfc(-x / 2.0.squareRoot()) }

    /// (rows, C) of x (rows, C) + residual · mask.
    static func layerNorm(_ x: [Double], residual: [Double], mask: [Double], gain: [Double], bias: [Double], epsilon: Double) -> [Double] {
        let width = gain.count
        var y = x.indices.map { x[$0] + residual[$0] * mask[$0] }
        for start in stride(from: 0, to: y.count, by: width) {
            let row = y[start..<start + width], mean = row.reduce(0, +) / Double(width)
            let deviation = (row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width) + epsilon).squareRoot()
            for c in 0..<width { y[start + c] = (y[start + c] - mean) / deviation * gain[c] + bias[c] }
        }
        return y
    }

    /// (rows, C) of the packed queries, keys and values (rows, 3C); `mask` has a row of probabilities for every query of every head, as the kernel counts them.
    static func attention(_ projected: [Double], lengths: [Int], heads: Int, mask: ([Double])) -> [Double] {
        let width = projected.count / lengths.reduce(0, +) / 3, d = width / heads, longest = lengths.max() ?? 0
        var context = [Double](repeating: 0, count: projected.count / 3), first = 0
        for length in lengths {
            for head in 0..<heads {
                for t in 0..<length {
                    let query = (first + t) * 3 * width + head * d
                    var weights = (0..<length).map { key in
                        let start = (first + key) * 3 * width + width + head * d
                        return (0..<d).reduce(0) { $0 + projected[query + $1] * projected[start + $1] } / Double(d).squareRoot()
                    }
                    let top = weights.max() ?? 0
                    weights = weights.map { exp($0 - top) }
                    let total = weights.reduce(0, +), row = first * heads + head * length + t
                    for key in 0..<length {
                        let weight = weights[key] / total * mask[row * longest + key], start = (first + key) * 3 * width + 2 * width + head * d
                        for i in 0..<d { context[(first + t) * width + head * d + i] += weight * projected[start + i] }
                    }
                }
            }
            first += length
        }
        return context
    }

    /// What dropout multiplies each value of (rows, width) by.
    static func mask(_ dropout: Dropout, rows: Int, width: Int) -> [Double] {
        var ones = [Float](repeating: 1, count: rows * width)
        dropout.apply(to: &ones, rows: rows, width: width, threads: 1)
        return ones.map(Double.init)
    }

    /// The slope of Σ weights · function(x) at x along `direction`, from a central difference.
    static func slope(of function: ([Double]) -> [Double], weights: [Float], at x: [Double], along direction: [Double], step: Double = 1e-4) -> Double {
        func value(_ sign: Double) -> Double {
            zip(function(x.indices.map { x[$0] + sign * step * direction[$0] }), weights).reduce(0) { $0 + $1.0 * Double($1.1) }
        }
        return (value(1) - value(-1)) / (2 * step)
    }

    static func dot(_ a: [Float], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * $1.1 } }
}

extension Matrix {
    var doubles: [Double] { values.map(Double.init) }
}
