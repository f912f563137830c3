package dev.jacobi.llvm.jit;

import static org.bytedeco.llvm.global.LLVM.LLVMCreateMemoryBufferWithMemoryRangeCopy;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcCreateLLJIT;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcCreateNewThreadSafeContext;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcCreateNewThreadSafeModule;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcDisposeThreadSafeContext;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcLLJITAddLLVMIRModule;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcLLJITGetMainJITDylib;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcLLJITLookup;
import static org.bytedeco.llvm.global.LLVM.LLVMOrcThreadSafeContextGetContext;
import static org.bytedeco.llvm.global.LLVM.LLVMParseIRInContext;

import dev.jacobi.llvm.natives.Presets;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.llvm.LLVM.LLVMDiagnosticHandler;
import org.bytedeco.llvm.LLVM.LLVMDiagnosticInfoRef;
import org.bytedeco.llvm.LLVM.LLVMModuleRef;
import org.bytedeco.llvm.LLVM.LLVMOrcLLJITRef;

/**
 * Makes the code of {@link Bridge}'s native methods ({@code bridge.ll}) with LLVM, in a JIT of its own that stays until the process ends. So no C compiler is needed to get from Java to any C
 * function. The first call of such code goes through a function pointer of LLVM's preset, which calls whatever address it is given.
 */
final class BridgeCode {
    /** The last is the one by which {@link Bridge} knows that all have their code. */
    private static final List<Method> METHODS = List.of(new Method("buffer", "(JJ)Ljava/nio/ByteBuffer;", "buffer"),
        new Method("call", "(JJJJJJJ)J", "call"), new Method("callWords", "(JJ)J", "callWords"), new Method("callMany", "(JJ)J", "callMany"),
        new Method("newGlobalRef", "(Ljava/lang/Object;)J", "newGlobalRef"), new Method("deleteGlobalRef", "(J)V", "deleteGlobalRef"),
        new Method("export", "(Ljava/lang/Module;Ljava/lang/String;Ljava/lang/Module;)V", "export"), new Method("dlsym", "()J", "symbols"),
        new Method("probe", "([Ljava/lang/Object;IJ)V", "probe"), new Method("callback", "(I)J", "callback"));
    private final LLVMOrcLLJITRef jit = new LLVMOrcLLJITRef();

    BridgeCode() {
        LlvmPreset.check(LLVMOrcCreateLLJIT(jit, null), "starting the JIT of the bridge");
        var shared = LLVMOrcCreateNewThreadSafeContext();
        try {
            BytePointer text = Presets.bytes(text().getBytes(StandardCharsets.US_ASCII));
            var module = new LLVMModuleRef();
            var message = new BytePointer((Pointer) null);
            if (LLVMParseIRInContext(LLVMOrcThreadSafeContextGetContext(shared), LLVMCreateMemoryBufferWithMemoryRangeCopy(text, text.limit(), (BytePointer) null),
                module, message) != 0) {
                throw new LlvmException("LLVM does not understand the bridge: " + LlvmPreset.take(message));
            }
            LlvmPreset.check(LLVMOrcLLJITAddLLVMIRModule(jit, LLVMOrcLLJITGetMainJITDylib(jit), LLVMOrcCreateNewThreadSafeModule(module, shared)), "adding the bridge");
        } finally {
            LLVMOrcDisposeThreadSafeContext(shared);
        }
    }

    /** Gives the methods of {@link Bridge} their code. */
    void attach() {
        Pointer ref = Loader.newGlobalRef(Bridge.class);
        try {
            new LLVMDiagnosticHandler(Presets.words(address("attach"))).call(new LLVMDiagnosticInfoRef(Loader.getJavaVM()), ref);
        } finally {
            Loader.deleteGlobalRef(ref);
        }
        METHODS.forEach(m -> Bridge.bind(Bridge.class, m.name, m.descriptor, address(m.function)));
    }

    private record Method(String name, String descriptor, String function) {
    }

    /** Where a function of {@code bridge.ll} is. */
    long address(String function) {
        var out = new long[1];
        LlvmPreset.check(LLVMOrcLLJITLookup(jit, out, function), "looking up " + function);
        return out[0];
    }

    private static String text() {
        return NativeRuntime.source("bridge") + words("callSix", 6) + words("callWords", 12) + words("callMany", 24);
    }

    /** {@code long name(long fn, long words)}: the function is called with so many words. */
    private static String words(String name, int count) {
        return "define i64 @" + name + "(ptr %env, ptr %own, i64 %fn, i64 %words) {\n  %f = inttoptr i64 %fn to ptr\n  %w = inttoptr i64 %words to ptr\n"
            + IntStream.range(0, count).mapToObj(k -> "  %p" + k + " = getelementptr i64, ptr %w, i64 " + k + "\n  %a" + k + " = load i64, ptr %p" + k + "\n").collect(Collectors.joining())
            + "  %r = call i64 %f(" + IntStream.range(0, count).mapToObj(k -> "i64 %a" + k).collect(Collectors.joining(", ")) + ")\n  ret i64 %r\n}\n";
    }
}
