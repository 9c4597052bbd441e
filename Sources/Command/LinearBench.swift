import Afterword

/// The linear layers of one encoder layer in narrow values, beside the most products that a core can do.
enum LinearBench {
    /// One kind of linear layer.
    struct Rate: Encodable {
        let name: String
        let precision: InferencePrecision
        /// 10⁹ operations a second on one thread, a product and its sum being two.
        let gigaops: Double
        /// Of the inner loop on values that are in the first-level cache: 1 is all that this core can do.
        let shareOfPeak: Double
    }

    private static let rows = 768, block = 96 // as many rows as the encoder takes together from the attention's output on

    static func rates(of configuration: EncoderConfiguration, rounds: Int) -> [Rate] {
        [NarrowPrecision.int8, .bfloat16].flatMap { precision -> [Rate] in
            let loops = 20_000 // short, and often: one long measurement on a busy machine would show less than the layers do
            let peak = Double(NarrowPeak.multiply(precision, rounds: loops)) / Stopwatch.best(of: 10 * rounds) { _ = NarrowPeak.multiply(precision, rounds: loops) }
            var products = 0.0, seconds = 0.0
            var rates = parts(configuration, precision).map { name, count, body in
                let best = Stopwatch.best(of: 4 * rounds, body)
                products += Double(count)
                seconds += best
                return rate(name, precision, Double(count) / best, peak)
            }
            rates.append(rate("all", precision, products / seconds, peak))
            return rates + [rate("the inner loop alone", precision, peak, peak)]
        }
    }

    private static func rate(_ name: String, _ precision: NarrowPrecision, _ productsPerSecond: Double, _ peak: Double) -> Rate {
        Rate(name: name, precision: precision == .int8 ? .int8 : .bfloat16, gigaops: 2e-9 * productsPerSecond, shareOfPeak: productsPerSecond / peak)
    }

    /// What a layer multiplies for `rows` tokens, with the number of products: its own kernels, on values that are all alike.
    private static func parts(_ configuration: EncoderConfiguration, _ precision: NarrowPrecision) -> [(String, Int, () -> Void)] {
        let width = configuration.hiddenSize, inner = configuration.intermediateSize
        var x = NarrowRows(capacity: rows, width: width, precision: precision)
        x.fill(rows: rows, with: (0..<rows * width).map { Float($0 % 17) - 8 })
        var halves = [UInt16](repeating: 0, count: rows * 3 * width), floats = [Float](repeating: 0, count: block * width)
        let projection = linear(3 * width, width, precision), output = linear(width, width, precision)
        let feedForward = NarrowFeedForward(up: linear(inner, width, precision), down: linear(width, inner, precision))
        var scratch = [Float](repeating: 0, count: feedForward.scratchCount(rows: block))
        let blocks = stride(from: 0, to: rows, by: block)
        return [
            ("queries, keys, values", 3 * rows * width * width, { projection.forward(&x, rows: rows, scratch: &scratch, into: &halves) }),
            ("attention's output", rows * width * width, { for first in blocks { output.forward(&x, from: first, rows: block, scratch: &scratch, into: &floats) } }),
            ("feed-forward with GELU", 2 * rows * width * inner, {
                for first in blocks { feedForward.forward(&x, from: first, rows: block, scratch: &scratch, into: &floats) }
            }),
        ]
    }

    private static func linear(_ outputs: Int, _ inputs: Int, _ precision: NarrowPrecision) -> NarrowLinear {
        let weight = Matrix(rows: outputs, columns: inputs, values: (0..<outputs * inputs).map { Float($0 % 13) - 6 })
        let bias = [Float](repeating: 0, count: outputs)
        return precision == .int8 ? NarrowLinear(weight: QuantizedMatrix(quantizing: weight), bias: bias) : NarrowLinear(rounding: weight, bias: bias)
    }
}
