package dev.jacobi.ptx.device;

/** The functions of cuBLAS that are called, by a library that has them all. Results are cublasStatus_t. */
interface CublasFunctions {
    /** Makes a handle and stores it at an address. */
    int create(long out);

    int setStream(long handle, long stream);

    int destroy(long handle);

    /** {@code cublasGemmStridedBatchedEx} with its twenty-three arguments in consecutive words at an address, of which twenty-four can be read. */
    int gemm(long words);

    /** How the library calls a status; versions that do not say it have numbers. */
    String status(int status);
}
