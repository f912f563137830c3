package dev.jacobi.backend;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.pass.PassPipeline;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.jvm.OwnCode;
import dev.jacobi.lift.Lifter;
import dev.jacobi.lift.request.LiftRequest;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.vectorize.raise.CommonPipeline;
import dev.jacobi.vectorize.raise.LoopForm;
import java.util.List;
import java.util.function.Supplier;

/** The way from class bytes to IR that is ready for a back end: lift, verify, and the passes of {@link CommonPipeline}. */
public final class Pipeline {
    /**
     * How far the program is taken: {@code TRANSFORMABLE} is raised like {@code RAISED}, but its loops stay whole, as derivatives want them; in {@code ARRAYS} they come apart only where their parts are
     * operations on whole arrays.
     */
    public enum Stage { LIFTED, SIMPLIFIED, TRANSFORMABLE, ARRAYS, RAISED }

    private final boolean check;
    /** Null where very many programs are compiled, for which C2 may do its best. */
    private final OwnCode own;
    /** Null for programs that are not a method's. */
    private final HeapLimit limit;
    private final PipelineCache remembered;

    /** {@code check} runs the verifier after every pass. */
    public Pipeline(boolean check, OwnCode own) {
        this(check, own, null, new HeapLimit(Runtime.getRuntime().maxMemory()));
    }

    /** For programs made of others: where these have no memory, they say so themselves. */
    static Pipeline ofPrograms(boolean check, OwnCode own) {
        return new Pipeline(check, own, null, null);
    }

    /** With {@code remembered}, the last results are not made anew. */
    public Pipeline(boolean check, PipelineCache remembered) {
        this(check, null, remembered, new HeapLimit(Runtime.getRuntime().maxMemory()));
    }

    private Pipeline(boolean check, OwnCode own, PipelineCache remembered, HeapLimit limit) {
        this.check = check;
        this.own = own;
        this.remembered = remembered;
        this.limit = limit;
    }

    /** The method as IR, as the lifter gives it. */
    public Lifted lift(LiftRequest request, Dump dump) {
        if (remembered != null && !dump.active()) {
            return remembered.lifted(request, () -> lifted(request, dump));
        }
        return lifted(request, dump);
    }

    private static Lifted lifted(LiftRequest request, Dump dump) {
        Lifted lifted = Lifter.lift(request);
        dump.write("lifted", "ir", dump.active() ? lifted.module().toString() : "");
        CodeSize.check(lifted.module(), CodeSize.MOST_LIFTED, lifted.entry());
        Verifier.verify(lifted.module());
        return lifted;
    }

    /** The program after the passes up to a stage. */
    public Lifted prepare(Lifted lifted, boolean fast, Stage stage, Dump dump) {
        return prepare(lifted, fast, stage, false, dump);
    }

    /** The same; {@code careful} as for {@link CommonPipeline}. */
    public Lifted prepare(Lifted lifted, boolean fast, Stage stage, boolean careful, Dump dump) {
        if (remembered != null && !dump.active() && stage != Stage.LIFTED) {
            return remembered.prepared(lifted, stage + " " + fast + " " + careful, () -> passes(lifted, fast, stage, careful, dump));
        }
        return passes(lifted, fast, stage, careful, dump);
    }

    /** A ready program's LLVM text; {@code how} names what it depends on besides the program. */
    LlvmModule emitted(Lifted ready, String how, Supplier<LlvmModule> make) {
        return remembered == null ? make.get() : remembered.emitted(ready, how, make);
    }

    private Lifted passes(Lifted lifted, boolean fast, Stage stage, boolean careful, Dump dump) {
        if (own != null) {
            own.compiles(lifted.module());
        }
        if (stage == Stage.LIFTED) {
            return lifted;
        }
        boolean raise = stage != Stage.SIMPLIFIED;
        LoopForm form = stage == Stage.RAISED ? LoopForm.PARTS : stage == Stage.ARRAYS ? LoopForm.TOGETHER : LoopForm.WHOLE;
        PassPipeline stages = limit == null ? CommonPipeline.again(raise, fast, form)
            : raise ? CommonPipeline.of(List.of(limit), fast, careful, form) : CommonPipeline.simplified(List.of(limit));
        Module module = dump.passes(check).runEach(stages, lifted.module());
        return lifted.with(module);
    }
}
