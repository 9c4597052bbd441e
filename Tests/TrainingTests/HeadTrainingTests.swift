import AfterwordBundledModel
import AfterwordHeads
import AfterwordPipeline
import AfterwordProcessors
import AfterwordTensors
import AfterwordTraining
import Testing

@Suite struct HeadTrainingTests {
    private let model: Model

    init() throws { model = try Model.bundled() }

    private static let foods = ["bread", "soup", "cheese", "apples", "rice", "pasta", "cake", "salad", "honey", "butter", "beans", "pie"]
    private static let vehicles = ["car", "truck", "train", "bicycle", "bus", "tractor", "tram", "van", "motorcycle", "taxi", "lorry", "scooter"]

    /// Forty-eight texts about food or vehicles, twice as many for training as for dev.
    private static func toys(dev: Bool) -> LabelledData<TextClassifier.Gold> {
        let sentences = ["we bought", "my sister talked about", "there was", "nobody liked", "do you remember"].map { ($0, "yesterday") }
        let golds = (0..<12).flatMap { index -> [TextClassifier.Gold] in
            guard (index % 3 == 0) == dev else { return [] }
            return sentences.flatMap { before, after in
                [("food", foods[index]), ("vehicle", vehicles[index])].map { TextClassifier.Gold(text: "\(before) the \($1) \(after)", label: $0) }
            }
        }
        return LabelledData(golds, name: dev ? "dev" : "train")
    }

    private var blank: TextClassifier { TextClassifier("subject", labels: ["food", "vehicle"], model: model) }
    private let training = HeadTraining(epochs: 8, seed: 3)

    @Test func `a classifier learns a plain distinction and applies it to words it has not seen`() throws {
        let (train, dev) = (Self.toys(dev: false), Self.toys(dev: true))
        let (classifier, report) = try training.run(blank, train: train, dev: dev, model: model)
        let group = try #require(report.dev.groups.first)
        #expect(try #require(group.accuracy) >= 0.9)
        #expect(report.spans.train == 80 && report.spans.dev == 40)
        #expect(report.epochs[0].loss > report.epochs[report.epochs.count - 1].loss)
        #expect(report.epochs[report.bestEpoch - 1].devScore == report.epochs.map(\.devScore).max())
        #expect(report.warnings == [])
        // Measured again from the plain features: the standardisation is folded into the head.
        let again = try classifier.evaluate(on: dev, model: model)
        #expect(again.groups[0].confusion == group.confusion)
        #expect(abs(again.groups[0].calibrationError - group.calibrationError) < 1e-3)
    }

    @Test func `the same seed gives the same bits, whatever the threads, and another seed others`() throws {
        let (train, dev) = (Self.toys(dev: false), Self.toys(dev: true))
        var (short, other) = (training, training)
        (short.epochs, other.epochs, other.seed) = (2, 2, 4)
        let first = try short.run(blank, train: train, dev: dev, model: model).processor.head
        #expect(try short.run(blank, train: train, dev: dev, model: model).processor.head == first)
        #expect(try other.run(blank, train: train, dev: dev, model: model).processor.head != first)
        short.threads = 2
        #expect(try short.run(blank, train: train, dev: dev, model: model).processor.head == first)
    }

    @Test func `with a hidden layer and dropout it learns too`() throws {
        var classifier = blank
        classifier.head = Head(untrained: "subject", groups: classifier.head.groups, features: SpanFeatures(layers: [6]), hidden: 16, for: model.encoder)
        let report = try training.run(classifier, train: Self.toys(dev: false), dev: Self.toys(dev: true), model: model).report
        #expect(try #require(report.dev.groups[0].accuracy) >= 0.9)
    }

    @Test(arguments: [0, 16]) func `an ensemble says the mean of what its heads say`(hidden: Int) throws {
        let (train, dev) = (Self.toys(dev: false), Self.toys(dev: true))
        var classifier = blank, short = training
        classifier.head = Head(untrained: "subject", groups: classifier.head.groups, features: SpanFeatures(layers: [6], offsets: [0]), hidden: hidden, for: model.encoder)
        short.epochs = 2
        let alone = try (0..<3).map { member in
            var training = short
            training.seed += UInt64(member)
            return try training.run(classifier, train: train, dev: dev, model: model)
        }
        short.ensemble = 3
        var begun: [Int] = []
        let (together, report) = try short.run(classifier, train: train, dev: dev, model: model) { event in
            if case .head(let number, of: 3) = event { begun.append(number) }
        }
        #expect(begun == [1, 2, 3] && report.epochs.count == 2 && report.others.map(\.seed) == [4, 5])
        #expect(report.others.map { $0.epochs.map(\.loss) } == alone.dropFirst().map { $0.report.epochs.map(\.loss) })
        let features = Matrix(rows: 2, columns: 384, values: (0..<768).map { Float($0 % 7) / 7 })
        let each = alone.map { $0.processor.head.logits(features).values }, mean = together.head.logits(features).values
        #expect(Set(each).count == 3)
        for index in mean.indices { #expect(abs(mean[index] - each.reduce(0) { $0 + $1[index] } / 3) < 1e-3) }
    }

    @Test func `a label's own precision floor moves its threshold and no other`() throws {
        // Surely right are the texts it has learnt; of the others every second pair has its labels exchanged, so that precision has a price, whatever the model.
        let train = Self.toys(dev: false)
        let others = Self.toys(dev: true).lines.map(\.gold).enumerated().map { index, gold in
            TextClassifier.Gold(text: gold.text, label: index % 4 < 2 ? (index % 2 == 0 ? "vehicle" : "food") : gold.label)
        }
        let dev = LabelledData(train.lines.map(\.gold) + others, name: "dev")
        func thresholds(_ floors: [String: Double]) throws -> [Float] {
            var training = training
            training.labelPrecisionFloors = floors
            let blank = TextClassifier("subject", labels: ["food", "vehicle"], kind: .independent, model: model)
            let (trained, report) = try training.run(blank, train: train, dev: dev, model: model)
            #expect(report.training.labelPrecisionFloors == floors)
            return trained.head.groups[0].thresholds
        }
        let plain = try thresholds([:]), strict = try thresholds(["food": 0.99])
        #expect(strict[0] > plain[0])
        #expect(strict[1] == plain[1])
    }

    @Test func `texts that stand there twice, leak into dev or never show a label are reported`() throws {
        var train = Self.toys(dev: false).lines.map(\.gold), dev = Self.toys(dev: true).lines.map(\.gold)
        train.append(.init(text: train[2].text.uppercased(), label: "food"))
        dev.insert(train[5], at: 1)
        dev.insert(train[7], at: 3)
        var short = training
        short.epochs = 1
        let blank = TextClassifier("subject", labels: ["animal", "food", "vehicle"], model: model)
        let report = try short.run(blank, train: LabelledData(train, name: "train"), dev: LabelledData(dev, name: "dev"), model: model).report
        #expect(report.warnings == [
            "train:81: 1 texts stand there twice, this one first on line 3",
            "dev:2: 2 texts are also in train, this one on line 6: scores on dev are too good",
            "train: no positives for 1 of 3 labels: animal",
        ])
    }

    @Test func `bad examples are refused by file and line`() throws {
        let good = Self.toys(dev: true)
        func refused(_ golds: [TextClassifier.Gold]) -> String? {
            (#expect(throws: TrainingError.self) { try training.run(blank, train: LabelledData(golds, name: "t"), dev: good, model: model) })?.description
        }
        let fine = TextClassifier.Gold(text: "some bread", label: "food")
        #expect(refused([fine, .init(text: "a car", label: "vehicel")]) == "t:2: label \"vehicel\" is not in the label set (did you mean \"vehicle\"?)")
        #expect(refused([fine, fine, .init(text: " \n", label: "food")]) == "t:3: the text has no words")
        #expect(refused([.init(text: "a car")]) == "t: no example says anything about any label")
        let marks = refused([fine, .init(text: "-- ...", label: "food")])
        #expect(marks == nil || marks == "t:2: the text has no words")
    }

    @Test func `thresholds of independent labels are fitted, unknown labels are left out of the count`() throws {
        let group = TextClassifier("subjects", labels: ["food", "vehicle"], kind: .independent, model: model)
        func independent(_ data: LabelledData<TextClassifier.Gold>) -> LabelledData<TextClassifier.Gold> {
            LabelledData(data.lines.map { line in
                .init(text: line.gold.text, labels: [line.gold.label ?? ""], known: line.number.isMultiple(of: 3) ? [line.gold.label ?? ""] : ["food", "vehicle"])
            }, name: data.name)
        }
        let (classifier, report) = try training.run(group, train: independent(Self.toys(dev: false)), dev: independent(Self.toys(dev: true)), model: model)
        #expect(report.dev.groups[0].labels.map(\.support) == [20, 20])
        #expect(report.dev.score > 0.9)
        #expect(classifier.head.groups[0].thresholds == report.dev.groups[0].labels.map(\.threshold))
        #expect(classifier.head.groups[0].thresholds != [0.5, 0.5])
    }
}
