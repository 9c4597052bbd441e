/// One block of the encoder in some precision, and the buffers it works in.
protocol EncoderLayer: Sendable {
    associatedtype Workspace: EncoderWorkspace

    /// Buffers for up to `rows` packed rows, of sequences up to `longest`.
    func makeWorkspace(rows: Int, longest: Int) -> Workspace

    /// Replaces the packed rows of the workspace by what the layer makes of them.
    func forward(lengths: ArraySlice<Int>, in workspace: inout Workspace)
}

/// The buffers of one thread.
protocol EncoderWorkspace {
    /// (rows, C): the states between layers.
    var x: [Float] { get set }

    /// Takes up the first `rows` of `x`, which were just written from outside.
    mutating func begin(rows: Int)
}
