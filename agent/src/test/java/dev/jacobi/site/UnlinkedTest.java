package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.woven.Bootstrap;
import dev.jacobi.woven.Deopt;
import dev.jacobi.woven.PrologueLinker;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void aFullHeapIsToldInWordsAndLeavesTheMethodToTheJvm() throws Throwable {
        var said = new ArrayList<String>();
        Bootstrap.linkBy(new FullHeap(said));
        try {
            MethodType type = MethodType.methodType(int.class, int.class);
            assertEquals(false, (boolean) Bootstrap.on(MethodHandles.lookup(), "hash", type.changeReturnType(boolean.class), "(I)I").dynamicInvoker().invokeExact(1));
            assertThrows(Deopt.class, () -> {
                int unused = (int) Bootstrap.call(MethodHandles.lookup(), "hash", type, "(I)I").dynamicInvoker().invokeExact(1);
            });
        } finally {
            Bootstrap.linkBy(null);
        }
        String sentence = "The method dev.jacobi.site.UnlinkedTest.hash is left to the JVM because the heap had no room for its call site; a larger -Xmx makes room.";
        assertEquals(List.of(sentence, sentence), said);
    }

    private record FullHeap(List<String> said) implements PrologueLinker {
        @Override
        public CallSite on(MethodHandles.Lookup lookup, String name, String desc) {
            throw new OutOfMemoryError("Java heap space");
        }

        @Override
        public CallSite call(MethodHandles.Lookup lookup, String name, String desc) {
            throw new OutOfMemoryError("Java heap space");
        }

        @Override
        public void say(String sentence) {
            said.add(sentence);
        }
    }
}
