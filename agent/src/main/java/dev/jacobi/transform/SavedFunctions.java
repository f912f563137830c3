package dev.jacobi.transform;

import dev.jacobi.JacobiException;
import dev.jacobi.backend.Dump;
import dev.jacobi.backend.FunctionCompiler;
import dev.jacobi.backend.saved.CpuCode;
import dev.jacobi.backend.saved.SavedFile;
import dev.jacobi.backend.saved.SavedProgram;
import dev.jacobi.boot.EngineLoader;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.interp.Callbacks;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Program;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.llvm.host.NativesUnavailable;
import dev.jacobi.llvm.jit.LlvmException;
import dev.jacobi.options.Options;
import dev.jacobi.spi.EngineProgram;
import dev.jacobi.spi.SavedFunction;
import dev.jacobi.transform.program.Structures;
import dev.jacobi.woven.Deopt;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/** A transformed function's program on its way to a file, and programs that come out of files. */
final class SavedFunctions {
    private final TransformEngine engine;
    private final TransformedFunction f;
    private final Object[] args;

    /** For the program of a function for such arguments. */
    SavedFunctions(TransformEngine engine, TransformedFunction f, Object[] args) {
        this.engine = engine;
        this.f = f;
        this.args = args;
    }

    /** What the function's code for such arguments was made for. */
    Options.Backend backend() {
        return Options.Backend.named(f.find(args).ran().madeFor());
    }

    /** The bytes of a file with machine code for this computer. */
    byte[] machineCode(EngineProgram.Count count) {
        boolean fast = engine.settings(f).fast();
        Program p = engine.program(f, Options.Backend.CPU, true, args);
        Lifted ready = engine.ready(f, p, fast, true, Options.Backend.CPU, Dump.none());
        Lifted asWritten = engine.ready(f, engine.program(f, Options.Backend.CPU, false, args), fast, false, Options.Backend.CPU, Dump.none());
        try {
            return bytes(p, ready, engine.compiler().kept(List.of(ready, asWritten), fast), count);
        } catch (Refusal r) {
            throw RefusalSentences.of(f, r);
        }
    }

    /** The bytes of a file with this code, which was made of the program. */
    byte[] bytes(Program p, Lifted ready, Object code, EngineProgram.Count count) {
        if (!p.function().leaves().isEmpty()) {
            throw new JacobiException(f + " cannot be saved because it uses values that it has captured; pass them as arguments.");
        }
        for (Lifted.Source s : ready.inputs()) {
            if (s instanceof Lifted.Source.Static field) {
                throw new JacobiException(f + " cannot be saved because it reads the static field " + field.owner().replace('/', '.') + "." + field.name() + "; pass its value as an argument.");
            }
        }
        Func main = ready.module().get(ready.entry());
        try {
            return SavedFile.bytes(new SavedProgram(f.toString(), p.args(), p.result(), SavedProgram.inputs(main), SavedProgram.outputs(main), ready.inputs(), ready.result(), ready.writes(), p.changed(),
                ArrayLeaves.isWide(), count.operations(), count.bytes(), code), EngineLoader.build());
        } catch (IllegalArgumentException e) {
            throw new JacobiException(f + " cannot be saved because " + e.getMessage() + ".", e);
        }
    }

    /** The program of a file; an IOException, part of a sentence, says why the bytes are none. */
    static SavedFunction load(TransformEngine engine, byte[] file, ClassLoader loader) throws IOException {
        SavedProgram p;
        try {
            p = SavedFile.program(file, EngineLoader.build(), loader);
        } catch (SavedFile.OtherBuild e) {
            throw new JacobiException("The program cannot be loaded: " + e.getMessage() + "; save it with the one that loads it.", e);
        }
        try {
            return new Loaded(p, plan(engine, p, loader), file.clone());
        } catch (Refusal | NativesUnavailable | LlvmException e) {
            throw new JacobiException("The program " + p.function() + " cannot be loaded: " + e.getMessage() + ".", e);
        }
    }

    private static CompiledPlan plan(TransformEngine engine, SavedProgram saved, ClassLoader loader) {
        Program p = saved.program();
        MethodType type = TransformEngine.type(p);
        FunctionCompiler.Code code = engine.compiler().loaded(saved, type);
        MethodHandle call = code.call().asSpreader(Object[].class, type.parameterCount()).asType(MethodType.methodType(Object.class, Object[].class));
        List<Integer> overwritten = saved.writes().stream().filter(w -> w instanceof Lifted.Write.Contents).map(Lifted.Write::input).toList();
        return new CompiledPlan(p, List.of(), overwritten, call, code, new ValueTrees(loader).maker(p.result(), 0), engine.compiler().fresh(), saved.wide(), Callbacks.NONE, null);
    }

    /** There is no Java code of it: what has no result is said. */
    private record Loaded(SavedProgram saved, CompiledPlan plan, byte[] bytes) implements SavedFunction {
        @Override
        public Object call(Object... args) {
            Object[] leaves = plan.flatten(args, List.of());
            if (leaves == null) {
                throw new JacobiException("The loaded program " + saved.function() + " takes " + plan.describe() + (saved.wide() == ArrayLeaves.isWide() ? "" : " with Jacobi.x64(" + saved.wide() + ")")
                    + ", and was called with (" + String.join(", ", given(args)) + "); axes of one name have one length, which is above 1 and not that of another name.");
            }
            String aliased = plan.aliased(leaves);
            if (aliased != null) {
                throw new JacobiException("The loaded program " + saved.function() + " " + aliased + ".");
            }
            try {
                return plan.call(leaves);
            } catch (Deopt d) {
                throw new JacobiException("The loaded program " + saved.function() + " has no result for these arguments: " + d.getMessage() + ".", d);
            }
        }

        private static List<String> given(Object[] args) {
            var out = new ArrayList<String>();
            for (int i = 0; i < args.length; i++) {
                out.add(args[i] == null ? "null" : Structures.text(ValueTrees.of(args[i], "argument " + i)));
            }
            return out;
        }

        @Override
        public EngineProgram.Count count() {
            return new EngineProgram.Count(saved.operations(), saved.bytes());
        }

        @Override
        public String toString() {
            return saved.function() + " for " + plan.describe() + " on " + (saved.code() instanceof CpuCode ? "the CPU" : "a plugin's devices");
        }
    }
}
