package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.woven.Bootstrap;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.junit.jupiter.api.Test;

/** A prologue whose call sites cannot be made. */
class UnlinkedTest {
    @Test
    void whatCannotBeLinkedIsLeftToTheJvmAndSaid() throws Throwable {
        PrintStream before = System.err;
        var said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true));
        try {
            // No dispatcher is installed in this process.
            var on = Bootstrap.on(MethodHandles.lookup(), "hash", MethodType.methodType(boolean.class, int[].class, int.class), "([II)J");
            assertEquals(false, (boolean) on.dynamicInvoker().invokeExact((int[]) null, 1));
        } finally {
            System.setErr(before);
        }
        String text = said.toString();
        assertTrue(text.startsWith("jacobi: The method dev.jacobi.site.UnlinkedTest.hash is left to the JVM because it could not be linked: java.lang.IllegalStateException: no agent is running here."), text);
        assertEquals(1, text.lines().count());
    }
}
