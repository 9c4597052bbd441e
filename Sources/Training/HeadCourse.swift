internal import AfterwordHeads
internal import AfterwordTensors

/// How a head is trained on states that are in memory, once from each seed.
struct HeadCourse {
    let options: HeadTraining
    /// Standardised.
    let train: SpanCache, dev: SpanCache
    /// Spans that something is known of.
    let trainRows: [Int], devRows: [Int]
    /// (devRows.count, K).
    let devTargets: Matrix
    /// (K) how much each label counts; empty for all alike.
    let weights: [Float]

    /// Trains a copy of `blank` until dev has long not got better, and gives it as it was at its best.
    ///
    /// - Throws: `TrainingError.diverged`.
    func run(_ blank: Head, seed: UInt64, progress: (TrainingEvent) -> Void) throws(TrainingError) -> (head: Head, run: TrainingReport.Run) {
        var random = RandomSource(seed: seed), product = Product(precision: .float32, threads: options.threads)
        var head = blank
        head.initialize(with: &random)
        var optimizers = head.layers.map {
            (weight: AdamW(count: $0.weight.values.count, options: options.optimizer), bias: AdamW(count: $0.bias.count, options: options.optimizer.withoutDecay))
        }
        var (best, bestEpoch) = (head, 0)
        var history: [TrainingReport.Epoch] = []
        let epochs = options.epochs, batch = min(options.batch, max(8, trainRows.count / 16))
        let stepsAnEpoch = (trainRows.count + batch - 1) / batch, steps = stepsAnEpoch * epochs
        for epoch in 0..<epochs {
            let order = trainRows.shuffled(using: &random)
            var total = 0.0
            for step in 0..<stepsAnEpoch {
                let rows = order[step * batch..<min(order.count, (step + 1) * batch)]
                let gradient = HeadGradient(
                    of: head, features: train.features(of: rows), targets: train.targets(of: rows), weights: weights,
                    dropout: Dropout(key: random.next(), rate: options.dropout), product: &product)
                guard gradient.loss.isFinite else { throw .diverged(epoch: epoch + 1, batch: step + 1) }
                total += Double(gradient.loss)
                let rate = options.schedule.rate(at: epoch * stepsAnEpoch + step, of: steps)
                for index in head.layers.indices {
                    optimizers[index].weight.step(&head.layers[index].weight.values, gradient: gradient.layers[index].weight.values, rate: rate)
                    optimizers[index].bias.step(&head.layers[index].bias, gradient: gradient.layers[index].bias, rate: rate)
                }
                if step % 16 == 0 {
                    progress(.training(epoch: epoch + 1, of: epochs, done: Double(step) / Double(stepsAnEpoch), loss: total / Double(step + 1)))
                }
            }
            let devLogits = dev.logits(of: head, rows: devRows)
            let score = Evaluation(head.probabilities(devLogits), targets: devTargets, groups: head.groups).score
            history.append(.init(
                epoch: epoch + 1, loss: total / Double(stepsAnEpoch), devLoss: Double(head.loss(devLogits, targets: devTargets).value), devScore: score))
            progress(.epoch(history[epoch]))
            if epoch == 0 || history[epoch].isBetter(than: history[bestEpoch]) { (best, bestEpoch) = (head, epoch) }
            if epoch - bestEpoch >= options.patience { break }
        }
        return (best, TrainingReport.Run(seed: seed, epochs: history, bestEpoch: bestEpoch + 1))
    }
}
