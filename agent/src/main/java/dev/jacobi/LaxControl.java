package dev.jacobi;

import dev.jacobi.array.control.Carry;
import dev.jacobi.array.control.Control;
import dev.jacobi.array.control.Loops;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Functions of {@link Lax} that stand for branches and loops. In functions that are compiled Java's own {@code if}, {@code for} and {@code while} do as well. */
abstract class LaxControl {
    /**
     * One of two functions of an operand, by a condition. In compiled code both have to give arrays of the same types and numbers of axes; called by itself it runs the one that is
     * applied and nothing of the other, so that what differs is only said by a compiled function.
     *
     * @param condition an array of bool without axes
     * @param whenTrue what is applied where it holds
     * @param whenFalse what is applied where it does not
     * @param operand what they are applied to: an array, or a tree of arrays
     * @param <A> the operand's type
     * @param <R> the result's type
     * @return the result of the one that is applied
     * @throws JacobiException if both give values of different structures in compiled code
     */
    @SuppressWarnings("unchecked")
    public static <A, R> R cond(NDArray condition, Fn1<A, R> whenTrue, Fn1<A, R> whenFalse, A operand) {
        if (Control.isTracing()) {
            return (R) Control.choose(condition, List.of(() -> whenFalse.apply(operand), () -> whenTrue.apply(operand)));
        }
        return (R) Carry.ofBranch("Lax.cond", condition.item() != 0 ? whenTrue.apply(operand) : whenFalse.apply(operand));
    }

    /**
     * One of several functions of an operand, by number. In compiled code all have to give arrays of the same types and numbers of axes; called by itself it runs the one that is
     * applied and nothing of the others, so that what differs is only said by a compiled function.
     *
     * @param index an integer array without axes; it is clamped to the numbers there are
     * @param branches the functions
     * @param operand what they are applied to: an array, or a tree of arrays
     * @param <A> the operand's type
     * @param <R> the result's type
     * @return the result of the one that is applied
     * @throws JacobiException if there is no branch, or they give values of different structures in compiled code
     */
    @SuppressWarnings("unchecked")
    public static <A, R> R switchCase(NDArray index, List<Fn1<A, R>> branches, A operand) {
        if (branches.isEmpty()) {
            throw new JacobiException("switchCase: there is no branch; give at least one function.");
        }
        Control.checkBranch(index);
        if (Control.isTracing()) {
            var suppliers = new ArrayList<Supplier<Object>>();
            branches.forEach(b -> suppliers.add(() -> b.apply(operand)));
            return (R) Control.choose(index, suppliers);
        }
        int k = Math.max(0, Math.min((int) index.item(), branches.size() - 1));
        return (R) Carry.ofBranch("Lax.switchCase", numbered(k, branches, operand));
    }

    private static <A, R> R numbered(int k, List<Fn1<A, R>> branches, A operand) {
        for (int i = 0; i < branches.size() - 1; i++) {
            if (i == k) {
                return branches.get(i).apply(operand);
            }
        }
        return branches.get(branches.size() - 1).apply(operand);
    }

    /**
     * A loop that goes on as long as a condition holds.
     *
     * @param condition a bool without axes for a carry
     * @param body the next carry for a carry, of the same structure, types and shapes
     * @param init the first carry: an array, or a tree of arrays
     * @param <C> the carry's type
     * @return the first carry for which the condition does not hold
     */
    @SuppressWarnings("unchecked")
    public static <C> C whileLoop(Fn1<C, NDArray> condition, Fn1<C, C> body, C init) {
        if (Control.isTracing()) {
            return (C) Control.whileLoop(c -> condition.apply((C) c), c -> body.apply((C) c), init);
        }
        C carry = Control.isLifted() ? (C) Loops.copy(init) : init;
        while (condition.apply(carry).item() != 0) {
            carry = (C) Carry.behindTrip("Lax.whileLoop", carry, body.apply(carry));
        }
        return carry;
    }

    /**
     * A loop over numbers.
     *
     * @param lower the first number
     * @param upper the number behind the last one
     * @param body the next carry for a number, an i32 array without axes, and a carry; of the same structure, types and shapes
     * @param init the first carry: an array, or a tree of arrays
     * @param <C> the carry's type
     * @return the carry after the last number; the first one where there is none
     */
    @SuppressWarnings("unchecked")
    public static <C> C foriLoop(int lower, int upper, Fn2<NDArray, C, C> body, C init) {
        if (Control.isTracing()) {
            return (C) Control.forLoop(Control.number(upper - lower), (i, c) -> body.apply(i.plus(NDArray.of(lower)), (C) c), init);
        }
        C carry = Control.isLifted() ? (C) Loops.copy(init) : init;
        for (int i = lower; i < upper; i++) {
            carry = (C) Carry.behindTrip("Lax.foriLoop", carry, body.apply(NDArray.of(i), carry));
        }
        return carry;
    }

    /**
     * A loop over the slices of arrays along their first axes, with a carry and with results that are stacked.
     *
     * <pre>{@code
     * Scanned<NDArray, NDArray> s = Lax.scan((total, x) -> { NDArray t = total.plus(x); return new Scanned<>(t, t); }, NDArray.of(0f), xs);
     * s.y();       // running sums of xs
     * }</pre>
     *
     * @param f one step: for a carry and a slice the next carry, of the same structure, types and shapes, and what is put out
     * @param init the first carry: an array, or a tree of arrays
     * @param xs an array, or a tree of arrays with first axes of one length
     * @param <C> the carry's type
     * @param <X> the type of slices
     * @param <Y> the type of what is put out
     * @return the last carry, and what was put out along a new first axis; of axes of no elements the first carry, and arrays of no rows like those that a step gives for zeros
     * @throws JacobiException if first axes differ in length
     */
    @SuppressWarnings("unchecked")
    public static <C, X, Y> Scanned<C, Y> scan(Fn2<C, X, Scanned<C, Y>> f, C init, X xs) {
        if (Control.isTracing()) {
            return (Scanned<C, Y>) Loops.scan((c, x) -> f.apply((C) c, (X) x), init, xs);
        }
        if (!Control.isLifted()) {
            return (Scanned<C, Y>) Loops.eager((c, x) -> f.apply((C) c, (X) x), init, xs);
        }
        int n = Loops.length(xs);
        Scanned<C, Y> like = (Scanned<C, Y>) Loops.like(f, init, xs);
        Y ys = (Y) Loops.stacks(like.y(), n);
        C carry = Control.isLifted() ? (C) Loops.copy(init) : init;
        for (int i = 0; i < n; i++) {
            Scanned<C, Y> step = f.apply(carry, (X) Loops.slice(xs, i));
            carry = (C) Carry.behindTrip("Lax.scan", carry, step.carry());
            ys = (Y) Loops.put(ys, i, step.y());
        }
        return new Scanned<>(carry, ys);
    }

    /**
     * A function applied to each slice of arrays along their first axes, one after the other.
     *
     * @param f what is applied to a slice
     * @param xs an array, or a tree of arrays with first axes of one length
     * @param <X> the type of slices
     * @param <Y> the type of results
     * @return the results along a new first axis
     * @throws JacobiException if first axes differ in length
     */
    public static <X, Y> Y map(Fn1<X, Y> f, X xs) {
        return LaxControl.<NDArray, X, Y>scan((c, x) -> new Scanned<>(c, f.apply(x)), NDArray.of(0), xs).y();
    }
}
