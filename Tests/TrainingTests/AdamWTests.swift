import AfterwordTraining
import Foundation
import TestSupport
import Testing

@Suite struct AdamWTests {
    private struct Golden: Decodable {
        struct Run: Decodable {
            var decay, rate, beta1, beta2, epsilon: Float
            var start: [Float]
            var gradients, after: [[Float]]
        }
        var runs: [Run]
    }

    @Test func `ten steps give PyTorch's parameters`() throws {
        let golden = try JSONDecoder().decode(Golden.self, from: Data(Fixtures.bytes("golden/adamw.json")))
        #expect(golden.runs.count == 3)
        for run in golden.runs {
            var options = AdamW.Options()
            (options.decay, options.beta1, options.beta2, options.epsilon) = (run.decay, run.beta1, run.beta2, run.epsilon)
            var optimizer = AdamW(count: run.start.count, options: options), parameters = run.start
            for (gradient, after) in zip(run.gradients, run.after) {
                optimizer.step(&parameters, gradient: gradient, rate: run.rate)
                for (found, expected) in zip(parameters, after) { #expect(abs(found - expected) < 2e-6) }
            }
        }
    }

    @Test func `without a gradient only decay moves a parameter`() {
        var optimizer = AdamW(count: 2), parameters: [Float] = [2, -4]
        optimizer.step(&parameters, gradient: [0, 0], rate: 0.5)
        #expect(parameters == [2 * 0.995, -4 * 0.995])
    }
}
