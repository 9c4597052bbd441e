internal import AfterwordHeads
public import AfterwordPipeline
public import AfterwordTraining
internal import AfterwordTranscripts
internal import Foundation

extension TrainingRecipe {
    /// Trains what the recipe says on top of `model`.
    ///
    /// - Throws: `TrainingError`, with file and line where the recipe or its data is at fault.
    public func run(model: Model, threads: Int, in surroundings: TrainingSurroundings) throws(TrainingError) -> (model: Model, report: EncoderTrainingReport) {
        var training = training
        training.threads = threads
        let depth = model.encoder.configuration.layerCount
        var prepared: [TrainingTask] = []
        for (index, task) in tasks.enumerated() {
            surroundings.progress(.reading(task: task.name, number: index + 1, of: tasks.count))
            let settings = TrainingTask.Settings(weight: task.weight, share: task.share, index: index, noise: task.noise)
            switch task.kind {
            case .processor(let name):
                var shape = StandardProcessors.HeadShape(features: SpanFeatures(layers: [depth]), hidden: 0) // a trained encoder needs no help of its head
                if let layers = task.layers { shape.features.layers = layers }
                if let offsets = task.offsets { shape.features.offsets = offsets }
                if let hidden = task.hidden { shape.hidden = hidden }
                guard shape.features.layers.allSatisfy({ $0 <= depth }) else { throw .model(reason: "\(name): layers are from 0 to \(depth) in this model") }
                var processor = try StandardProcessors.untrained(name, shape: shape, model: model, dataFiles: task.train)
                if let head = model.heads[name], head.isLike(processor.head) { processor.head = head } // goes on from where it is
                prepared.append(try Self.task(processor, task, model: model, options: training, settings: settings))
            case .objective(let objective):
                var files: [LabelledLines<PlainText>] = []
                for path in task.train { files.append(try LabelledLines(textsOf: path)) }
                switch objective {
                case .maskedLanguageModel: prepared.append(try TrainingTask(maskedTexts: files, model: model, options: training, settings: settings))
                case .sentenceDistillation:
                    let teacher = try Self.teacher(of: task, for: model, precision: .float32)
                    prepared.append(try TrainingTask(distilledTexts: files, teacher: teacher, model: model, options: training, settings: settings))
                case .stateDistillation:
                    let teacher = try Self.teacher(of: task, for: model, precision: .bfloat16) // as good as 32 bits, in half the time
                    let layers = task.layers ?? [depth]
                    prepared.append(try TrainingTask(keptStates: layers, texts: files, teacher: teacher, model: model, options: training, settings: settings))
                }
            }
        }
        return try training.run(prepared, model: model, in: surroundings)
    }

    /// The model whose vectors or states a task keeps.
    private static func teacher(of task: Task, for model: Model, precision: InferencePrecision) throws(TrainingError) -> Model {
        guard let path = task.teacher else { return model }
        do { return try Model(directory: path, precision: precision) } catch { throw .model(reason: "\(error)") }
    }

    private static func task<P: TrainableProcessor>(
        _ processor: P, _ task: Task, model: Model, options: EncoderTraining, settings: TrainingTask.Settings
    ) throws(TrainingError) -> TrainingTask {
        var train: [LabelledLines<P.Gold>] = [], dev = train
        for path in task.train { train.append(try LabelledLines(contentsOf: path)) }
        for path in task.dev { dev.append(try LabelledLines(contentsOf: path)) }
        return try TrainingTask(
            processor, train: train, dev: dev, model: model, options: options, weighsClasses: task.weighsClasses, settings: settings)
    }
}
