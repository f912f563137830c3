package dev.jacobi.llvm.jit;

import static org.bytedeco.llvm.global.LLVM.LLVMAddAttributeAtIndex;
import static org.bytedeco.llvm.global.LLVM.LLVMAssemblyFile;
import static org.bytedeco.llvm.global.LLVM.LLVMAttributeFunctionIndex;
import static org.bytedeco.llvm.global.LLVM.LLVMCodeModelSmall;
import static org.bytedeco.llvm.global.LLVM.LLVMContextCreate;
import static org.bytedeco.llvm.global.LLVM.LLVMContextDispose;
import static org.bytedeco.llvm.global.LLVM.LLVMContextSetDiagnosticHandler;
import static org.bytedeco.llvm.global.LLVM.LLVMCountBasicBlocks;
import static org.bytedeco.llvm.global.LLVM.LLVMCreateMemoryBufferWithMemoryRangeCopy;
import static org.bytedeco.llvm.global.LLVM.LLVMCreatePassBuilderOptions;
import static org.bytedeco.llvm.global.LLVM.LLVMCreateStringAttribute;
import static org.bytedeco.llvm.global.LLVM.LLVMCreateTargetDataLayout;
import static org.bytedeco.llvm.global.LLVM.LLVMCreateTargetMachineOptions;
import static org.bytedeco.llvm.global.LLVM.LLVMCreateTargetMachineWithOptions;
import static org.bytedeco.llvm.global.LLVM.LLVMDisposeMemoryBuffer;
import static org.bytedeco.llvm.global.LLVM.LLVMDisposeModule;
import static org.bytedeco.llvm.global.LLVM.LLVMDisposePassBuilderOptions;
import static org.bytedeco.llvm.global.LLVM.LLVMDisposeTargetData;
import static org.bytedeco.llvm.global.LLVM.LLVMDisposeTargetMachine;
import static org.bytedeco.llvm.global.LLVM.LLVMDisposeTargetMachineOptions;
import static org.bytedeco.llvm.global.LLVM.LLVMGetBufferSize;
import static org.bytedeco.llvm.global.LLVM.LLVMGetBufferStart;
import static org.bytedeco.llvm.global.LLVM.LLVMGetFirstBasicBlock;
import static org.bytedeco.llvm.global.LLVM.LLVMGetFirstFunction;
import static org.bytedeco.llvm.global.LLVM.LLVMGetFirstGlobal;
import static org.bytedeco.llvm.global.LLVM.LLVMGetNextFunction;
import static org.bytedeco.llvm.global.LLVM.LLVMGetNextGlobal;
import static org.bytedeco.llvm.global.LLVM.LLVMGetTargetFromTriple;
import static org.bytedeco.llvm.global.LLVM.LLVMGetTypeKind;
import static org.bytedeco.llvm.global.LLVM.LLVMGetValueName;
import static org.bytedeco.llvm.global.LLVM.LLVMInternalLinkage;
import static org.bytedeco.llvm.global.LLVM.LLVMIsDeclaration;
import static org.bytedeco.llvm.global.LLVM.LLVMObjectFile;
import static org.bytedeco.llvm.global.LLVM.LLVMPrintModuleToString;
import static org.bytedeco.llvm.global.LLVM.LLVMRelocPIC;
import static org.bytedeco.llvm.global.LLVM.LLVMReturnStatusAction;
import static org.bytedeco.llvm.global.LLVM.LLVMSetLinkage;
import static org.bytedeco.llvm.global.LLVM.LLVMSetModuleDataLayout;
import static org.bytedeco.llvm.global.LLVM.LLVMSetNSW;
import static org.bytedeco.llvm.global.LLVM.LLVMSetTarget;
import static org.bytedeco.llvm.global.LLVM.LLVMTargetMachineOptionsSetCPU;
import static org.bytedeco.llvm.global.LLVM.LLVMTargetMachineOptionsSetCodeGenOptLevel;
import static org.bytedeco.llvm.global.LLVM.LLVMTargetMachineOptionsSetCodeModel;
import static org.bytedeco.llvm.global.LLVM.LLVMTargetMachineOptionsSetFeatures;
import static org.bytedeco.llvm.global.LLVM.LLVMTargetMachineOptionsSetRelocMode;
import static org.bytedeco.llvm.global.LLVM.LLVMTrunc;
import static org.bytedeco.llvm.global.LLVM.LLVMTypeOf;
import static org.bytedeco.llvm.global.LLVM.LLVMVectorTypeKind;

import dev.jacobi.llvm.host.NativesUnavailable;
import dev.jacobi.llvm.host.Platform;
import dev.jacobi.llvm.natives.Presets;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.llvm.LLVM.LLVMAttributeRef;
import org.bytedeco.llvm.LLVM.LLVMContextRef;
import org.bytedeco.llvm.LLVM.LLVMDiagnosticHandler;
import org.bytedeco.llvm.LLVM.LLVMErrorRef;
import org.bytedeco.llvm.LLVM.LLVMMemoryBufferRef;
import org.bytedeco.llvm.LLVM.LLVMModuleRef;
import org.bytedeco.llvm.LLVM.LLVMTargetMachineRef;
import org.bytedeco.llvm.LLVM.LLVMTargetRef;
import org.bytedeco.llvm.LLVM.LLVMValueRef;

/**
 * Text in, an object file or assembly out. Each compilation has its own context and target machine. LLVM's functions are called as its preset has them; those that take long are called by address
 * on a {@link NativeThread}, which the end of the JVM does not wait for.
 */
final class ModuleCompiler {
    /** Of what happens to modules beside what their texts say: code that was kept by another revision is compiled anew. */
    static final String REVISION = "exact truncations";
    private final NativeThread thread = new NativeThread();
    private final long library;
    private final ConcurrentHashMap<String, Long> addresses = new ConcurrentHashMap<>();
    private final LongPointer ignore = Presets.words(Bridge.ignore());

    /** What code is made for; the triple names the platform as LLVM does, and {@code preferredBits} is how wide vectors LLVM should make by itself. */
    record Target(LLVMTargetRef target, String triple, String cpu, String features, int preferredBits) {
    }

    /** A module being compiled. */
    private record Unit(Target target, LLVMContextRef context, LLVMModuleRef module, LLVMTargetMachineRef machine) {
    }

    /** {@code llvm} is the library that the preset has loaded. */
    ModuleCompiler(Path llvm) {
        library = Bridge.open(llvm.toString(), false);
    }

    /** {@code cpu} and {@code features} are what the processor has. */
    Target target(Platform platform, String cpu, String features) {
        String used = platform.used(features);
        return target(platform.triple(), cpu, used, platform.preferredBits(used));
    }

    Target target(String triple, String cpu, String features, int preferredBits) {
        var out = new LLVMTargetRef();
        var message = new BytePointer((Pointer) null);
        if (LLVMGetTargetFromTriple(Presets.string(triple), out, message) != 0) {
            throw new NativesUnavailable("LLVM has no target " + triple + ": " + LlvmPreset.take(message));
        }
        return new Target(out, triple, cpu, features, preferredBits);
    }

    /** Address of a function of LLVM's. */
    long address(String function) {
        return addresses.computeIfAbsent(function, f -> {
            long a = Bridge.symbol(library, f);
            if (a == 0) {
                throw new NativesUnavailable("The LLVM library has no function " + f + ".");
            }
            return a;
        });
    }

    /** The CPU time that LLVM's long functions have taken for this Java thread, in nanoseconds. */
    long nanosApart() {
        return thread.nanos();
    }

    /** The same with what this Java thread itself has taken. */
    long allNanos() {
        return thread.allNanos();
    }

    /** Arguments are pointers or numbers; what the pointers hold stays until the function has returned. */
    private long apart(String function, Object... arguments) {
        var words = new long[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i] instanceof Pointer p ? Presets.address(p) : ((Number) arguments[i]).longValue();
        }
        long result = thread.call(address(function), words);
        Reference.reachabilityFence(arguments);
        return result;
    }

    /** The object file of a module that is made of these texts. Only the names that are {@code visible} are to be found from outside. */
    byte[] object(Target target, List<String> texts, List<String> visible, Effort effort) {
        return build(target, texts, visible, effort, u -> emit(u, LLVMObjectFile));
    }

    /** The same as assembly. */
    String assembly(Target target, List<String> texts, List<String> visible) {
        return build(target, texts, visible, Effort.of(texts, false), u -> new String(emit(u, LLVMAssemblyFile), StandardCharsets.UTF_8));
    }

    /** The optimised module and its assembly. */
    Llvm.Texts texts(Target target, List<String> texts, List<String> visible) {
        return build(target, texts, visible, Effort.of(texts, false),
            u -> new Llvm.Texts(LlvmPreset.take(LLVMPrintModuleToString(u.module)), new String(emit(u, LLVMAssemblyFile), StandardCharsets.UTF_8)));
    }

    /** Parses and joins texts, optimises, hands the module over, frees everything. */
    private <R> R build(Target target, List<String> texts, List<String> visible, Effort effort, Function<Unit, R> then) {
        var budget = new TooLong.Budget(this::nanosApart);
        LLVMContextRef context = LLVMContextCreate();
        LLVMTargetMachineRef machine = machine(target, effort);
        try {
            LLVMContextSetDiagnosticHandler(context, new LLVMDiagnosticHandler(ignore), null);
            LLVMModuleRef module = null;
            for (String text : texts) {
                LLVMModuleRef parsed = parse(context, text);
                if (module == null) {
                    module = parsed;
                } else if ((int) apart("LLVMLinkModules2", module, parsed) != 0) {
                    throw new LlvmException("LLVM cannot join the module with its stub.");
                }
            }
            var unit = new Unit(target, context, module, machine);
            try {
                optimise(unit, visible, effort);
                budget.check();
                return then.apply(unit);
            } finally {
                LLVMDisposeModule(module);
            }
        } finally {
            LLVMDisposeTargetMachine(machine);
            LLVMContextDispose(context);
        }
    }

    private LLVMModuleRef parse(LLVMContextRef context, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        BytePointer copied = Presets.bytes(bytes);
        LLVMMemoryBufferRef source = LLVMCreateMemoryBufferWithMemoryRangeCopy(copied, bytes.length, Presets.string("jacobi"));
        LongPointer module = Presets.words(0);
        LongPointer message = Presets.words(0);
        if ((int) apart("LLVMParseIRInContext", context, source, module, message) != 0) {
            throw new LlvmException("LLVM does not understand the text: " + LlvmPreset.take(new BytePointer(Presets.at(message.get()))));
        }
        return new LLVMModuleRef(Presets.at(module.get()));
    }

    private void optimise(Unit u, List<String> visible, Effort effort) {
        LLVMSetTarget(u.module, u.target.triple);
        var layout = LLVMCreateTargetDataLayout(u.machine);
        LLVMSetModuleDataLayout(u.module, layout);
        LLVMDisposeTargetData(layout);
        var attributes = List.of(attribute(u, "target-cpu", u.target.cpu), attribute(u, "target-features", u.target.features),
            attribute(u, "prefer-vector-width", "" + u.target.preferredBits));
        for (LLVMValueRef f = LLVMGetFirstFunction(u.module); f != null; f = LLVMGetNextFunction(f)) {
            if (LLVMCountBasicBlocks(f) != 0) {
                for (LLVMAttributeRef a : attributes) {
                    LLVMAddAttributeAtIndex(f, LLVMAttributeFunctionIndex, a);
                }
                hide(f, visible);
            }
        }
        for (LLVMValueRef g = LLVMGetFirstGlobal(u.module); g != null; g = LLVMGetNextGlobal(g)) {
            if (LLVMIsDeclaration(g) == 0) {
                hide(g, visible);
            }
        }
        LongPointer message = Presets.words(0);
        int bad = (int) apart("LLVMVerifyModule", u.module, LLVMReturnStatusAction, message);
        String said = LlvmPreset.take(new BytePointer(Presets.at(message.get())));
        if (bad != 0) {
            throw new LlvmException("LLVM rejects the module: " + said);
        }
        var options = LLVMCreatePassBuilderOptions();
        try {
            long error = apart("LLVMRunPasses", u.module, Presets.string(effort.passes()), u.machine, options);
            LlvmPreset.check(new LLVMErrorRef(Presets.at(error)), "optimising");
        } finally {
            LLVMDisposePassBuilderOptions(options);
        }
        forgetExactTruncations(u.module);
    }

    /**
     * Takes {@code nsw} away from truncations of vectors. LLVM's passes add it where they see that no bit is lost, and its code generator for x86 then
     * makes i32 of i64 by an instruction that saturates to 16 bits: 359502 becomes 32767. LLVM 21 no longer does (llvm-project pull request 131755).
     */
    private void forgetExactTruncations(LLVMModuleRef module) {
        long nextBlock = address("LLVMGetNextBasicBlock");
        long firstInstruction = address("LLVMGetFirstInstruction");
        long nextInstruction = address("LLVMGetNextInstruction");
        long opcode = address("LLVMGetInstructionOpcode");
        for (LLVMValueRef f = LLVMGetFirstFunction(module); f != null; f = LLVMGetNextFunction(f)) {
            // by addresses: the preset makes an object of each instruction
            for (long b = Presets.address(LLVMGetFirstBasicBlock(f)); b != 0; b = Bridge.call(nextBlock, b)) {
                for (long i = Bridge.call(firstInstruction, b); i != 0; i = Bridge.call(nextInstruction, i)) {
                    if ((int) Bridge.call(opcode, i) == LLVMTrunc) {
                        var v = new LLVMValueRef(Presets.at(i));
                        if (LLVMGetTypeKind(LLVMTypeOf(v)) == LLVMVectorTypeKind) {
                            LLVMSetNSW(v, 0);
                        }
                    }
                }
            }
        }
    }

    /** Everything that is not asked for by name becomes private to its module, so that names of different modules never meet. */
    private static void hide(LLVMValueRef value, List<String> visible) {
        if (!visible.contains(LlvmPreset.text(LLVMGetValueName(value)))) {
            LLVMSetLinkage(value, LLVMInternalLinkage);
        }
    }

    private static LLVMAttributeRef attribute(Unit u, String key, String value) {
        return LLVMCreateStringAttribute(u.context, key, key.length(), value, value.length());
    }

    private static LLVMTargetMachineRef machine(Target target, Effort effort) {
        var options = LLVMCreateTargetMachineOptions();
        LLVMTargetMachineOptionsSetCPU(options, target.cpu);
        LLVMTargetMachineOptionsSetFeatures(options, target.features);
        LLVMTargetMachineOptionsSetCodeGenOptLevel(options, effort.codeGeneration());
        LLVMTargetMachineOptionsSetRelocMode(options, LLVMRelocPIC);
        LLVMTargetMachineOptionsSetCodeModel(options, LLVMCodeModelSmall);
        LLVMTargetMachineRef machine = LLVMCreateTargetMachineWithOptions(target.target, target.triple, options);
        LLVMDisposeTargetMachineOptions(options);
        return machine;
    }

    private byte[] emit(Unit u, int kind) {
        LongPointer message = Presets.words(0);
        LongPointer buffer = Presets.words(0);
        if ((int) apart("LLVMTargetMachineEmitToMemoryBuffer", u.machine, u.module, kind, message, buffer) != 0) {
            throw new LlvmException("LLVM cannot make machine code: " + LlvmPreset.take(new BytePointer(Presets.at(message.get()))));
        }
        var code = new LLVMMemoryBufferRef(Presets.at(buffer.get()));
        var bytes = new byte[(int) LLVMGetBufferSize(code)];
        LLVMGetBufferStart(code).get(bytes);
        LLVMDisposeMemoryBuffer(code);
        return bytes;
    }
}
