package dev.jacobi.ptx.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The names and numbers of the driver API that the code relies on are those of the CUDA toolkit's header, where that is installed. */
class CudaHeaderTest {
    private static final Path HEADER = Path.of("/usr/local/cuda/include/cuda.h");
    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
        Map.entry("CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK", 8), Map.entry("CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT", 16),
        Map.entry("CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_MULTIPROCESSOR", 39), Map.entry("CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR", 75),
        Map.entry("CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR", 76), Map.entry("CU_DEVICE_ATTRIBUTE_MEMORY_POOLS_SUPPORTED", 115),
        Map.entry("CU_LIMIT_STACK_SIZE", 0), Map.entry("CU_LIMIT_MALLOC_HEAP_SIZE", 2),
        Map.entry("CU_STREAM_NON_BLOCKING", 1), Map.entry("CU_EVENT_DISABLE_TIMING", 2), Map.entry("CU_MEMHOSTALLOC_PORTABLE", 1),
        Map.entry("CU_JIT_INFO_LOG_BUFFER", 3), Map.entry("CU_JIT_INFO_LOG_BUFFER_SIZE_BYTES", 4), Map.entry("CU_JIT_ERROR_LOG_BUFFER", 5),
        Map.entry("CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES", 6), Map.entry("CU_JIT_LOG_VERBOSE", 12), Map.entry("CUDA_ERROR_OUT_OF_MEMORY", 2), Map.entry("CUDA_ERROR_NO_DEVICE", 100),
        Map.entry("CUDA_ERROR_DEVICE_UNAVAILABLE", 46), Map.entry("CUDA_ERROR_OPERATING_SYSTEM", 304), Map.entry("CUDA_ERROR_SYSTEM_NOT_READY", 802),
        Map.entry("CUDA_ERROR_SYSTEM_DRIVER_MISMATCH", 803), Map.entry("CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE", 804), Map.entry("CUDA_ERROR_MPS_CONNECTION_FAILED", 805),
        Map.entry("CUDA_ERROR_MPS_CLIENT_TERMINATED", 810),
        Map.entry("CUDA_ERROR_UNSUPPORTED_PTX_VERSION", 222), Map.entry("CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES", 701), Map.entry("CUDA_ERROR_ILLEGAL_ADDRESS", 700));
    private String header;

    @BeforeEach
    void read() throws IOException {
        Assumptions.assumeTrue(Files.isReadable(HEADER), "the CUDA toolkit is not installed");
        header = Files.readString(HEADER);
    }

    @Test
    void everyFunctionExists() {
        List<String> missing = new ArrayList<>(FakeDriver.functions());
        missing.removeIf(f -> Pattern.compile("\\b" + f + "\\b").matcher(header).find());
        assertEquals(List.of(), missing);
        assertTrue(FakeDriver.functions().size() > 30);
    }

    /** As far as cuBLAS is installed with its headers. */
    @Test
    void theProductOfCublasHasTheseParameters() throws IOException {
        Path blas = Path.of(System.getProperty("cublas.header", HEADER.resolveSibling("cublas_api.h").toString()));
        Assumptions.assumeTrue(Files.isReadable(blas), "cuBLAS is not installed with its headers");
        String text = Files.readString(blas).replaceAll("\\s+", " ");
        assertTrue(text.contains("cublasGemmStridedBatchedEx(cublasHandle_t handle, cublasOperation_t transa, cublasOperation_t transb, int m, int n, int k, const void* alpha, const void* A, "
            + "cudaDataType Atype, int lda, long long int strideA, const void* B, cudaDataType Btype, int ldb, long long int strideB, const void* beta, void* C, cudaDataType Ctype, int ldc, "
            + "long long int strideC, int batchCount, cublasComputeType_t computeType, cublasGemmAlgo_t algo);"));
        for (String number : List.of("CUBLAS_STATUS_ALLOC_FAILED = 3,", "CUBLAS_OP_N = 0,", "CUBLAS_OP_T = 1,", "CUBLAS_COMPUTE_32F = 68,", "CUBLAS_COMPUTE_64F = 70,", "CUBLAS_GEMM_DEFAULT = -1,")) {
            assertTrue(text.contains(number), number);
        }
    }

    @Test
    void everyNumberIsTheHeaders() {
        NUMBERS.forEach((name, value) -> {
            Matcher m = Pattern.compile("\\b" + name + "\\s*(?:=\\s*)?(0x[0-9a-fA-F]+|\\d+)").matcher(header);
            assertTrue(m.find(), name);
            assertEquals(value, Integer.decode(m.group(1)), name);
        });
    }
}
