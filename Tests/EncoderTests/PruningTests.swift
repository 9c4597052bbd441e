@testable import AfterwordEncoder
import AfterwordTensors
import AfterwordTokenization
import Foundation
import Testing

@Suite struct PruningTests {
    private let configuration: EncoderConfiguration
    private let weights: EncoderWeights
    private let text: [PackedSequences]

    init() throws {
        configuration = try EncoderConfiguration(json: [UInt8](Data(contentsOf: golden("tiny-bert/config.json"))))
        weights = try EncoderWeights(Safetensors(contentsOf: golden("tiny-bert/model.safetensors").path), for: configuration)
        text = (0..<4).map { seed in
            var batch = PackedSequences(classToken: 101, separatorToken: 102)
            for part in 0..<3 { _ = batch.append(Model.randomTokens(60, seed: UInt64(10 * seed + part + 1)).ids) }
            return batch
        }
    }

    private func pruned(_ weights: EncoderWeights, to count: Int, threads: Int = 1) -> EncoderWeights {
        weights.pruned(toInner: count, by: InnerMoments(of: weights, configuration: configuration, on: text, threads: threads), threads: threads)
    }

    /// The last layer's states on text that the units were not chosen by.
    private func states(_ weights: EncoderWeights, inner: Int) throws -> [Float] {
        let configuration = try EncoderConfiguration(
            vocabularySize: configuration.vocabularySize, hiddenSize: configuration.hiddenSize, layerCount: weights.layers.count,
            headCount: configuration.headCount, intermediateSize: inner, positionCount: configuration.positionCount)
        let encoder = TransformerEncoder(configuration: configuration, weights: weights)
        return try #require(encoder.states(of: Model.randomTokens(50, seed: 99)).layers[weights.layers.count]).matrix.values
    }

    private func distance(_ left: [Float], _ right: [Float]) -> Float { zip(left, right).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }

    @Test func `moments are means of products, with a constant's behind them`() throws {
        let moments = InnerMoments(of: weights, configuration: configuration, on: text, threads: 2)
        let inner = configuration.intermediateSize, size = inner + 1
        #expect(moments.size == size && moments.layers.count == configuration.layerCount)
        var tape = TrainingTape(for: configuration), product = Product(precision: .float32), sums = [Double](repeating: 0, count: size * size), rows = 0
        for batch in text {
            weights.forward(batch, configuration: configuration, tape: &tape, product: &product)
            for row in 0..<batch.rows {
                let values = tape.layers[1].activated[row * inner..<(row + 1) * inner].map(Double.init) + [1]
                for i in 0..<size { for j in 0..<size { sums[i * size + j] += values[i] * values[j] } }
            }
            rows += batch.rows
        }
        let worst = zip(sums, moments.layers[1]).reduce(0) { max($0, abs($1.0 / Double(rows) - $1.1)) }
        #expect(worst < 1e-5)
        #expect(moments.layers[1][size * size - 1] == 1)
    }

    @Test func `of two units that do the same one stays, however much they write`() throws {
        var doubled = weights
        let width = configuration.hiddenSize, inner = configuration.intermediateSize
        let moments = InnerMoments(of: weights, configuration: configuration, on: text, threads: 1)
        let busiest = moments.layers.map { layer in (0..<inner).max { layer[$0 * (inner + 2)] < layer[$1 * (inner + 2)] } ?? 0 }
        for (layer, unit) in busiest.enumerated() { // the next one becomes its twin, and both write three times as much
            let twin = (unit + 1) % inner
            for column in 0..<width { doubled.layers[layer].up.weight[twin, column] = doubled.layers[layer].up.weight[unit, column] }
            doubled.layers[layer].up.bias.values[twin] = doubled.layers[layer].up.bias.values[unit]
            for output in 0..<width {
                doubled.layers[layer].down.weight[output, unit] *= 3
                doubled.layers[layer].down.weight[output, twin] *= 3
            }
        }
        let smaller = pruned(doubled, to: inner / 4) // the tiny units span no more than 33 dimensions: with more of them left, any of them could go
        for (unit, (before, after)) in zip(busiest, zip(doubled.layers, smaller.layers)) {
            let places = (0..<inner / 4).filter { after.up.weight[row: $0] == before.up.weight[row: unit] }
            #expect(places.count == 1)
            let both = (0..<width).map { before.down.weight[$0, unit] + before.down.weight[$0, (unit + 1) % inner] }
            let one = (0..<width).map { after.down.weight[$0, places.first ?? 0] }
            #expect(distance(both, one) < 0.2 * distance(both, both.map { _ in 0 }), "the one writes what both did")
        }
    }

    @Test(arguments: [60, 48, 36]) func `the others make up for more than half of what goes`(count: Int) throws {
        let whole = try states(weights, inner: configuration.intermediateSize), smaller = pruned(weights, to: count)
        var bare = smaller // the same units, writing what they wrote before
        for (layer, before) in weights.layers.enumerated() {
            for unit in 0..<count {
                let origin = try #require((0..<configuration.intermediateSize).first { before.up.weight[row: $0] == smaller.layers[layer].up.weight[row: unit] })
                for output in 0..<configuration.hiddenSize { bare.layers[layer].down.weight[output, unit] = before.down.weight[output, origin] }
            }
            bare.layers[layer].down.bias = before.down.bias
        }
        let left = distance(try states(smaller, inner: count), whole), without = distance(try states(bare, inner: count), whole)
        #expect(left < 0.5 * without, "\(left) of \(without)")
        #expect(smaller.words == weights.words && smaller.layers[0].query == weights.layers[0].query)
    }

    @Test func `two threads choose and write the same`() { #expect(pruned(weights, to: 30, threads: 2) == pruned(weights, to: 30)) }

    @Test func `units that never fire are no trouble`() throws {
        var silent = weights
        for layer in silent.layers.indices {
            silent.layers[layer].up.weight.values = silent.layers[layer].up.weight.values.map { _ in 0 }
            silent.layers[layer].up.bias.values = silent.layers[layer].up.bias.values.map { _ in 0 }
        }
        let smaller = pruned(silent, to: 1)
        #expect(largestDifference(try states(smaller, inner: 1), try states(silent, inner: configuration.intermediateSize)) == 0)
    }
}
