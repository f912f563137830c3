package dev.jacobi.llvm.jit;

import static org.bytedeco.llvm.global.LLVM.LLVMConsumeError;
import static org.bytedeco.llvm.global.LLVM.LLVMCreateMemoryBufferWithMemoryRangeCopy;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcCreateDynamicLibrarySearchGeneratorForPath;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcCreateDynamicLibrarySearchGeneratorForProcess;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcCreateLLJIT;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcExecutionSessionGetSymbolStringPool;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcExecutionSessionSetErrorReporter;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcJITDylibAddGenerator;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcJITDylibCreateResourceTracker;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcLLJITAddObjectFileWithRT;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcLLJITGetExecutionSession;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcLLJITGetMainJITDylib;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcLLJITLookup;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcReleaseResourceTracker;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcResourceTrackerRemove;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcSymbolStringPoolClearDeadEntries;

import dev.jacobi.llvm.natives.Presets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.llvm.LLVM.LLVMErrorRef;
import org.bytedeco.llvm.LLVM.LLVMOrcDefinitionGeneratorRef;
import org.bytedeco.llvm.LLVM.LLVMOrcErrorReporterFunction;
import org.bytedeco.llvm.LLVM.LLVMOrcExecutionSessionRef;
import org.bytedeco.llvm.LLVM.LLVMOrcJITDylibRef;
import org.bytedeco.llvm.LLVM.LLVMOrcLLJITRef;
import org.bytedeco.llvm.LLVM.LLVMOrcResourceTrackerRef;

/** Holds finished code: object files that LLVM's ORC has linked into this process. It stays until the process ends, and serves all threads. */
final class JitSession {
    /** Names of code that is gone are given up after so many removals. */
    private static final int BETWEEN_CLEANING = 256;
    private final LLVMOrcLLJITRef jit = new LLVMOrcLLJITRef();
    private final LLVMOrcExecutionSessionRef session;
    private final LLVMOrcJITDylibRef dylib;
    private final AtomicLong live = new AtomicLong();

    /** {@code consume} is the address of {@code LLVMConsumeError}: errors are returned by the calls that meet them, and printed by nobody. */
    JitSession(long consume) {
        LlvmPreset.check(LLVMOrcCreateLLJIT(jit, null), "starting the JIT");
        dylib = LLVMOrcLLJITGetMainJITDylib(jit);
        session = LLVMOrcLLJITGetExecutionSession(jit);
        LLVMOrcExecutionSessionSetErrorReporter(session, new LLVMOrcErrorReporterFunction(Presets.words(Bridge.apply())), Presets.at(consume));
        var generator = new LLVMOrcDefinitionGeneratorRef();
        LlvmPreset.check(LLVMOrcCreateDynamicLibrarySearchGeneratorForProcess(generator, (byte) 0, null, null), "looking at the process");
        LLVMOrcJITDylibAddGenerator(dylib, generator);
        // libjava holds StrictMath's functions (JDK 17); the JVM has loaded it, but not for everybody to see
        for (String library : List.of("libm.so.6", Path.of(System.getProperty("java.home"), "lib", "libjava.so").toString())) {
            var more = new LLVMOrcDefinitionGeneratorRef();
            LLVMErrorRef error = LLVMOrcCreateDynamicLibrarySearchGeneratorForPath(more, Presets.string(library), (byte) 0, null, null);
            if (error == null || error.isNull()) {
                LLVMOrcJITDylibAddGenerator(dylib, more);
            } else {
                LLVMConsumeError(error);
            }
        }
    }

    /** An object file in memory becomes code; the returned resource tracker frees it. */
    LLVMOrcResourceTrackerRef link(byte[] object) {
        LLVMOrcResourceTrackerRef tracker = LLVMOrcJITDylibCreateResourceTracker(dylib);
        BytePointer bytes = Presets.bytes(object);
        LlvmPreset.check(LLVMOrcLLJITAddObjectFileWithRT(jit, tracker, LLVMCreateMemoryBufferWithMemoryRangeCopy(bytes, object.length, Presets.string("object"))), "linking");
        live.incrementAndGet();
        return tracker;
    }

    /** How many modules' code is held. */
    long live() {
        return live.get();
    }

    /** Frees the code that a tracker holds. */
    void remove(LLVMOrcResourceTrackerRef tracker) {
        LlvmPreset.check(LLVMOrcResourceTrackerRemove(tracker), "freeing code");
        LLVMOrcReleaseResourceTracker(tracker);
        if (live.decrementAndGet() % BETWEEN_CLEANING == 0) {
            LLVMOrcSymbolStringPoolClearDeadEntries(LLVMOrcExecutionSessionGetSymbolStringPool(session));
        }
    }

    /** The address of a linked symbol. */
    long address(String name) {
        var out = new long[1];
        LlvmPreset.check(LLVMOrcLLJITLookup(jit, out, name), "looking up " + name);
        return out[0];
    }
}
