package dev.jacobi.llvm.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Platforms by the names that JVMs have for them, with the names that Bytedeco's classifiers have. */
class PlatformTest {
    @Test
    void platformsHaveTheNamesOfClassifiers() {
        assertEquals("linux-x86_64", Platform.find("Linux", "amd64").orElseThrow().label());
        assertEquals("linux-arm64", Platform.find("Linux", "aarch64").orElseThrow().label());
    }

    @Test
    void vectorsOfUnknownLengthAreNotUsed() {
        assertEquals("+neon,+sve,-sve", Platform.LINUX_ARM64.used("+neon,+sve"));
        assertEquals("-sve", Platform.LINUX_ARM64.used(""));
        assertEquals("+avx2", Platform.LINUX_X86_64.used("+avx2"));
    }

    @Test
    void othersAreNone() {
        assertEquals(Optional.empty(), Platform.find("Linux", "riscv64"));
        assertEquals(Optional.empty(), Platform.find("Mac OS X", "aarch64"));
        assertEquals(Optional.empty(), Platform.find("Windows 11", "amd64"));
    }
}
