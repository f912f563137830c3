package dev.jacobi.stub.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.llvm.natives.Natives;
import org.junit.jupiter.api.Test;

/** Arrays for results, in a JVM without the agent. */
class NewArraysTest {
    @Test
    void largeArraysNeedNotBeCleared() {
        Llvm.open(Natives.inUserCache(), 1);
        assertEquals(5000, ((float[]) NewArrays.of(float.class, 5000)).length);
        assertTrue(Object.class.getModule().isExported("jdk.internal.misc", NewArrays.class.getModule()), "native code has exported what makes arrays that are not cleared");
        assertEquals(3, ((long[]) NewArrays.of(long.class, 3)).length);
        assertEquals(0, ((byte[]) NewArrays.of(byte.class, -1)).length);
    }
}
