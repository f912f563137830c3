package dev.jacobi.llvm.jit;

import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.host.LargeStack;
import dev.jacobi.llvm.host.Platform;
import dev.jacobi.llvm.natives.Natives;
import java.util.Collections;
import java.util.List;
import org.bytedeco.llvm.global.LLVM;

/** Compiles for any platform, as LLVM's library has code generators for all processors. The code is not run. */
public final class OtherMachine {
    private final ModuleCompiler compiler;
    private final ModuleCompiler.Target target;
    private final Platform platform;

    /** {@code cpu} is the processor as LLVM names it, {@code features} are what it has beside. */
    public OtherMachine(Platform platform, String cpu, String features) {
        Natives.Installed files = Natives.inUserCache().install();
        Bridge.load(files);
        LLVM.LLVMInitializeAllTargetInfos();
        LLVM.LLVMInitializeAllTargets();
        LLVM.LLVMInitializeAllTargetMCs();
        LLVM.LLVMInitializeAllAsmPrinters();
        this.platform = platform;
        compiler = new ModuleCompiler(files.llvm());
        target = compiler.target(platform, cpu, features);
    }

    /** The object file of the native runtime. */
    public byte[] runtime() {
        return object(NativeRuntime.texts(platform, platform.vectorBytes(List.of())), NativeRuntime.NAMES);
    }

    /** The object file of a module with its stub. */
    public byte[] object(LlvmModule m) {
        Signature signature = Signature.of(m, Collections.nCopies(m.results().size(), -1));
        return object(List.of(m.text(), StubEmitter.emit(m, signature, "stub")), List.of("stub"));
    }

    private byte[] object(List<String> texts, List<String> visible) {
        return LargeStack.call("other-machine", () -> compiler.object(target, texts, visible, Effort.of(texts, false)));
    }
}
