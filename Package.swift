// swift-tools-version: 6.1
import PackageDescription

// Module names are global in a user's dependency graph, so they carry a prefix; folders stay short.
// Imports follow the order of this list: each target may only import those above it.

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: "Afterword" + name, dependencies: dependencies, path: "Sources/" + name, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["TestSupport"], path: "Tests/" + name, swiftSettings: strict)
}

let package = Package(
    name: "afterword",
    products: [
        .library(name: "Afterword", targets: ["Afterword"]),
        .library(name: "AfterwordBundledModel", targets: ["AfterwordBundledModel"]),
        .executable(name: "afterword", targets: ["AfterwordCommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        .target(name: "CVocab"),
        .target(name: "CICU", linkerSettings: [.linkedLibrary("icuuc")]),
        .systemLibrary(name: "CUTF8Proc", providers: [.apt(["libutf8proc-dev"])]),
        .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
        .target(name: "CKernels"),
        .target(name: "CBundledModel", exclude: ["model"]),

        module("Transcripts", []),
        module("Tokenization", ["AfterwordTranscripts", "CVocab", "CICU", "CUTF8Proc"]),
        module("Tensors", ["COpenBLAS", "CKernels"]),
        module("Encoder", ["AfterwordTensors", "AfterwordTokenization", "COpenBLAS", "CKernels"]),
        module("Heads", ["AfterwordEncoder", "AfterwordTensors", "AfterwordTokenization"]),
        module("Pipeline", ["AfterwordHeads", "AfterwordEncoder", "AfterwordTensors", "AfterwordTokenization", "AfterwordTranscripts"]),
        module("Processors", ["AfterwordPipeline", "AfterwordHeads", "AfterwordEncoder", "AfterwordTensors", "AfterwordTokenization", "AfterwordTranscripts", "CVocab"]),
        module("Training", ["AfterwordProcessors", "AfterwordPipeline", "AfterwordHeads", "AfterwordEncoder", "AfterwordTensors", "AfterwordTokenization", "AfterwordTranscripts"]),
        .target(
            name: "Afterword",
            dependencies: ["AfterwordTraining", "AfterwordProcessors", "AfterwordPipeline", "AfterwordHeads", "AfterwordEncoder", "AfterwordTensors", "AfterwordTokenization", "AfterwordTranscripts"],
            swiftSettings: strict),
        module("BundledModel", ["Afterword", "AfterwordPipeline", "CBundledModel"]),
        .executableTarget(
            name: "AfterwordCommand",
            dependencies: ["Afterword", "AfterwordBundledModel", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Sources/Command",
            swiftSettings: strict),

        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        tests("TranscriptsTests", ["AfterwordTranscripts"]),
        tests("TokenizationTests", ["AfterwordTokenization", "AfterwordTranscripts"]),
        tests("TensorsTests", ["AfterwordTensors", "CKernels"]),
        tests("EncoderTests", ["AfterwordEncoder", "AfterwordTensors", "AfterwordTokenization"]),
        tests("HeadsTests", ["AfterwordHeads", "AfterwordEncoder", "AfterwordTensors", "AfterwordTokenization"]),
        tests("PipelineTests", ["AfterwordBundledModel", "AfterwordPipeline", "AfterwordHeads", "AfterwordEncoder", "AfterwordTensors", "AfterwordTokenization", "AfterwordTranscripts"]),
        tests("ProcessorsTests", ["AfterwordBundledModel", "AfterwordProcessors", "AfterwordPipeline", "AfterwordHeads", "AfterwordEncoder", "AfterwordTensors", "AfterwordTokenization", "AfterwordTranscripts"]),
        tests("TrainingTests", ["AfterwordBundledModel", "AfterwordTraining", "AfterwordProcessors", "AfterwordPipeline", "AfterwordHeads", "AfterwordEncoder", "AfterwordTensors", "AfterwordTokenization", "AfterwordTranscripts"]),
        tests("GoldenTests", ["Afterword", "AfterwordBundledModel"]),
        tests("CommandLineTests", ["Afterword", "AfterwordCommand"]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu17
)
