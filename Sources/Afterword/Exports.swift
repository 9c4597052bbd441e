@_exported public import AfterwordEncoder
@_exported public import AfterwordHeads
@_exported public import AfterwordPipeline
@_exported public import AfterwordProcessors
@_exported public import AfterwordTensors
@_exported public import AfterwordTokenization
@_exported public import AfterwordTraining
@_exported public import AfterwordTranscripts
