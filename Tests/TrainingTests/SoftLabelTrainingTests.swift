import AfterwordEncoder
import AfterwordHeads
import AfterwordPipeline
import AfterwordProcessors
import AfterwordTensors
import AfterwordTokenization
import AfterwordTraining
import Foundation
import TestSupport
import Testing

/// A teacher's probabilities in punctuation's data: from the file through noise to the head.
@Suite struct SoftLabelTrainingTests {
    private let model: Model

    init() throws { model = try Model(directory: goldenFolder.appending(path: "tiny-bert").path) }

    private var blank: Punctuator {
        Punctuator(head: Head(untrained: "punctuation", groups: Punctuator.groups, features: SpanFeatures(layers: [1, 2]), for: model.encoder))
    }

    private func read(_ lines: [String]) throws -> LabelledData<PunctuationGold> {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "soft.jsonl")
            try Data(lines.joined(separator: "\n").utf8).write(to: file)
            return try LabelledData(contentsOf: file.path)
        }
    }

    @Test(arguments: [
        (#"{"2": {"none": 1}}"#, "soft_labels: no word 2, the turn has 2, counted from 0"),
        (#"{"1": {"comma": 1}}"#, "label \"comma\" is not in the label set"),
        (#"{"1": {"uper": 1}}"#, "label \"uper\" is not in the label set (did you mean \"upper\"?)"),
        (#"{"0": {",": 1.5, "none": -0.5}}"#, "soft_labels: word 0: -0.5 for \"none\" is no probability"),
        (#"{"0": {",": 0.5, "none": 0.25}}"#, "soft_labels: word 0: the probabilities of its marks sum to 0.75, not to 1"),
        (#"{"0": {"none": 1, "lower": 2}}"#, "soft_labels: word 0: the probabilities of its case sum to 2.0, not to 1"),
        (#"{"first": {"none": 1}}"#, nil), (#"{"0": {"none": "much"}}"#, nil), (#"{"0": 1}"#, nil), (#"[1]"#, nil),
    ] as [(String, String?)])
    func `bad soft labels are refused by file and line, without the text`(labels: String, reason: String?) throws {
        let error = #expect(throws: TrainingError.self) {
            let data = try read([#"{"text": "the word."}"#, "", #"{"text": "hot word.", "soft_labels": \#(labels)}"#])
            _ = try HeadTraining(epochs: 1, seed: 1).run(blank, train: data, dev: data, model: model)
        }
        let description = try #require(error?.description)
        #expect(reason == nil || description == "soft.jsonl:3: " + (reason ?? ""))
        #expect(description.hasPrefix("soft.jsonl:3: ") && !description.contains("hot"))
    }

    @Test func `a head trained on soft labels gives their probabilities, whatever the text says`() throws {
        let soft: [Int: [String: Float]] = [1: [",": 0.3, "none": 0.7], 3: [".": 0.55, "?": 0.45]]
        let texts = ["the word, was hot. but what", "the word was hot? but what"]
        func probabilities(_ labels: [Int: [String: Float]]?) throws -> Matrix {
            let data = LabelledData((0..<16).map { PunctuationGold(episode: "\($0)", turns: [.init(text: texts[$0 % 8 == 0 ? 1 : 0], softLabels: labels)]) })
            var training = HeadTraining(epochs: 150, batch: 32, rate: 0.05, dropout: 0, patience: 150, seed: 5)
            training.optimizer.decay = 0
            let (trained, report) = try training.run(blank, train: data, dev: data, model: model)
            if labels != nil { #expect(report.dev.groups[0].accuracy == 1, "the likeliest label is what is right") }
            let tokens = model.tokenizer.tokens(of: trained.sample(data.lines[0].gold).transcript)
            let states = model.encoder.states(of: [tokens], layers: trained.layers, threads: 1)
            return trained.head.probabilities(trained.head.logits(states[0], spans: (0..<6).map { $0..<($0 + 1) }))
        }
        let distilled = try probabilities(soft)
        #expect(abs(distilled[1, 1] - 0.3) < 0.03 && abs(distilled[1, 0] - 0.7) < 0.03)
        #expect(abs(distilled[3, 2] - 0.55) < 0.03 && abs(distilled[3, 3] - 0.45) < 0.03)
        #expect(distilled[0, 0] > 0.9 && distilled[2, 0] > 0.9)
        #expect(try probabilities(nil)[1, 1] > 0.8, "seven of eight texts have the comma")
    }

    @Test func `a head begins with how probable its labels are`() throws {
        var training = EncoderTraining(batchTokens: 256, rate: 3e-3, precision: .float32, seed: 9)
        training.steps = 1
        training.schedule.peak = 1e-9
        let data = LabelledData([PunctuationGold(turns: [.init(text: "the word was hot.", softLabels: [0: [",": 0.25, "none": 0.75], 1: [",": 0.5, "—": 0.5]])])])
        let (punctuator, _, _) = try training.run(blank, train: data, dev: data, model: model)
        let bias = punctuator.head.layers[0].bias
        #expect(abs(bias[0] - logf(2.25 / 5)) < 1e-4 && abs(bias[1] - logf(1.25 / 5)) < 1e-4 && abs(bias[7] - logf(1.0 / 5)) < 1e-4)
    }

    @Test func `the likeliest label is what measuring takes for right`() {
        let groups = [LabelGroup(name: "one", kind: .exclusive, labels: ["a", "b", "c"]), LabelGroup(name: "any", kind: .independent, labels: ["x"])]
        let soft = Matrix(rows: 4, columns: 4, values: [0.2, 0.5, 0.3, 0.6] + [0.4, 0.2, 0.4, 0.1] + [.nan, .nan, .nan, 0.5] + [0, 0, 1, 0])
        let hard = Matrix(rows: 4, columns: 4, values: [0, 1, 0, 1] + [1, 0, 0, 0] + [.nan, .nan, .nan, 1] + [0, 0, 1, 0])
        var random = SeededGenerator(seed: 1)
        let probabilities = Matrix(rows: 4, columns: 4, values: (0..<16).map { _ in Float.random(in: 0...1, using: &random) })
        #expect(Evaluation(probabilities, targets: soft, groups: groups) == Evaluation(probabilities, targets: hard, groups: groups))
    }

    @Test func `noise leaves soft labels on their words and marks`() throws {
        let text = "We moved to Boston in 2019, and it was great -- really. Then (of course) \"the rent\", they said, went up! Who would have known? "
            + "My sister -- or brother; no: friend -- paid $250 for 3 rooms & 1 bath."
        let punctuator = blank
        let old = punctuator.written(PunctuationGold(turns: [.init(text: text)])).map(Written.init)
        // Each word's probabilities tell its number.
        let soft = Dictionary(uniqueKeysWithValues: old.indices.map { ($0, [",": share($0), "none": 1 - share($0), "lower": share($0), "upper": 1 - share($0)]) })
        func noise(fillers: Float) throws -> SpeechNoise {
            var options = SpeechNoise.Options()
            (options.share, options.errors, options.fillers, options.numbers) = (1, 0.4...0.4, fillers, 0.7)
            return SpeechNoise(options, vocabulary: try Vocabulary.bertUncased())
        }
        let noises = try [noise(fillers: 0), noise(fillers: 0.15)]
        var counts = (moved: 0, substituted: 0, made: 0, kept: 0)
        for seed in 1...300 as ClosedRange<UInt64> {
            let noise = noises[Int(seed % 2)]
            let plain = LabelledData([PunctuationGold(turns: [.init(text: text)])]), labelled = LabelledData([PunctuationGold(turns: [.init(text: text, softLabels: soft)])])
            let gold = noise.said(labelled, seed: seed).lines[0].gold
            let labels = try #require(gold.turns[0].softLabels), new = punctuator.written(gold).map(Written.init)
            #expect(gold.turns[0].text == noise.said(plain, seed: seed).lines[0].gold.turns[0].text, "labels change no draw")
            var lastMark = -1, lastLetters = -1
            for (index, word) in new.enumerated() {
                let mark = labels[index]?[","].map(number), letters = labels[index]?["lower"].map(number)
                if let mark {
                    #expect(mark > lastMark, "seed \(seed): each is taken once, in order")
                    #expect(old[mark].mark == word.mark, "seed \(seed), word \(index): a mark's probabilities stay with the mark")
                    lastMark = mark
                } else { #expect(word.mark == "", "seed \(seed), word \(index): a mark has its probabilities") }
                if let letters {
                    #expect(letters > lastLetters && old[letters].core == word.core, "seed \(seed), word \(index)")
                    lastLetters = letters
                }
                switch (mark, letters) {
                case (let mark?, let letters?): if mark == letters { counts.kept += 1 } else { counts.moved += 1 }
                case (_?, nil): counts.substituted += 1
                case (nil, nil): counts.made += 1
                case (nil, _?): counts.moved += 1 // a made-up word came between it and its mark
                }
            }
            for index in labels.keys { #expect(new.indices.contains(index)) }
            // Every word that is still there has its labels; with fillers it may be a repetition of one that is not.
            guard seed % 2 == 0 else { continue }
            for (number, word) in old.enumerated() where !Self.madeUp.contains(word.core) && old.count(where: { $0.core == word.core }) == 1 {
                for index in new.indices where new[index].core == word.core {
                    if let share = labels[index]?["lower"] { #expect(self.number(share) == number) } else { #expect(labels[index]?[","] != nil, "misheard as a word of the text") }
                }
            }
        }
        #expect(counts.kept > 6000 && counts.substituted > 1000 && counts.made > 1000 && counts.moved > 100, "\(counts)")
    }

    private static let madeUp: Set<String> = ["the", "a", "and", "to", "of", "in", "that", "it", "is", "i", "so", "you", "or"]

    private struct Written {
        let core, mark: String

        init(_ text: String) {
            mark = text.last.map { ",.?!:;—…".contains($0) ? String($0) : "" } ?? ""
            core = text.dropLast(mark.count).lowercased()
        }
    }

    private func share(_ number: Int) -> Float { Float(number + 1) / 128 }
    private func number(_ share: Float) -> Int { Int((share * 128).rounded()) - 1 }
}
