internal import COpenBLAS

/// OpenBLAS behind one door, always on the calling thread: what our own products are measured and tested against.
///
/// Inference goes through ``Linear``, training through ``Product``: both are faster here, and give a row the same bits whatever rows are beside it and
/// however many threads there are, which BLAS doesn't promise.
public enum BLAS {
    /// The kernel family OpenBLAS runs, such as "SkylakeX"; the environment's `OPENBLAS_CORETYPE` may have chosen a slow one.
    public static let core: String = {
        _ = oneThread
        return openblas_get_corename().map { String(cString: $0) } ?? "unknown"
    }()

    // The one place where OpenBLAS's threads are set.
    private static let oneThread: Void = openblas_set_num_threads(1)

    /// left · right, either transposed first.
    ///
    /// `accumulating` is added to the product where given.
    package static func product(
        _ left: Matrix, transposed leftTransposed: Bool = false, _ right: Matrix, transposed rightTransposed: Bool = false, accumulating sum: Matrix? = nil
    ) -> Matrix {
        let rows = leftTransposed ? left.columns : left.rows
        let depth = leftTransposed ? left.rows : left.columns
        let columns = rightTransposed ? right.rows : right.columns
        precondition(depth == (rightTransposed ? right.columns : right.rows), "the inner sizes of a product are equal")
        precondition(sum.map { $0.rows == rows && $0.columns == columns } ?? true, "a product is added to a matrix of its own shape")
        var result = sum ?? Matrix(rows: rows, columns: columns)
        guard rows > 0, columns > 0, depth > 0 else { return result }
        _ = oneThread
        left.values.withUnsafeBufferPointer { a in
            right.values.withUnsafeBufferPointer { b in
                result.values.withUnsafeMutableBufferPointer { c in
                    cblas_sgemm(
                        CblasRowMajor, leftTransposed ? CblasTrans : CblasNoTrans, rightTransposed ? CblasTrans : CblasNoTrans,
                        blasint(rows), blasint(columns), blasint(depth), 1,
                        a.baseAddress, blasint(left.columns), b.baseAddress, blasint(right.columns), sum == nil ? 0 : 1, c.baseAddress, blasint(columns))
                }
            }
        }
        return result
    }
}
