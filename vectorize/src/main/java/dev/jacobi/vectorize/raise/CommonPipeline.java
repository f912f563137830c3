package dev.jacobi.vectorize.raise;

import dev.jacobi.ir.pass.Pass;
import dev.jacobi.ir.pass.PassPipeline;
import dev.jacobi.ir.pass.Property;
import dev.jacobi.ir.simplify.Simplify;
import dev.jacobi.vectorize.sums.ScalarSums;
import java.util.List;
import java.util.Set;

/**
 * What a program goes through for whatever back end, from what was lifted, or what transformations of functions have made of that, to loops that say
 * what can run at the same time. The back ends go on in pipelines of their own: {@code CpuPipeline}, {@code GpuPipeline}, {@code TpuPipeline}.
 */
public final class CommonPipeline {
    private CommonPipeline() {
    }

    /** All of it. {@code first} looks at the program as it is written; {@code fast} allows float sums to be reordered, {@code careful} leaves checks where they are. */
    public static PassPipeline of(List<? extends Pass> first, boolean fast, boolean careful) {
        return of(first, fast, careful, LoopForm.PARTS);
    }

    /** The same with loops in this form. */
    public static PassPipeline of(List<? extends Pass> first, boolean fast, boolean careful, LoopForm form) {
        return raised(simplified(first), fast, careful, form)
            .to(careful ? Set.of(Property.EXACT_CHECKS, Property.DIFFERENTIABLE) : Set.of(Property.DIFFERENTIABLE));
    }

    /** The same for a program that was made of others, some of which may have been raised before: checks may be in front of their loops from the beginning, and what nobody needs may be gone. */
    public static PassPipeline again(boolean raise, boolean fast, LoopForm form) {
        PassPipeline p = PassPipeline.named("common").from(Property.DIFFERENTIABLE).then(new Simplify());
        return (raise ? raised(p, fast, false, form) : p.then(new ScalarSums())).to(Property.DIFFERENTIABLE);
    }

    private static PassPipeline raised(PassPipeline p, boolean fast, boolean careful, LoopForm form) {
        return p.then(Raise.pipeline(fast, careful, form))   // while loops become for, map, reduce and hist
            .then(new Simplify());                          // what raising has left that is known now
    }

    /** Only what makes the program smaller: its loops stay as they were written. */
    public static PassPipeline simplified(List<? extends Pass> first) {
        PassPipeline p = PassPipeline.named("common").from(Property.AS_WRITTEN, Property.EXACT_CHECKS, Property.DIFFERENTIABLE);
        first.forEach(p::then);                    // what must see everything that was written
        return p.then(new Simplify());             // constants, common subexpressions, dead code
    }
}
