package dev.jacobi.stub;

import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.ir.Type;
import dev.jacobi.lift.request.Lifted;

/** NDArrays in static fields, which compiled code reads at each call: it is made for the type and shape that they had. */
final class StaticArrays {
    private StaticArrays() {
    }

    /** Throws where the array of a field is no longer of the type and shape that code was made for. */
    static void check(Lifted.Source.Static field, Type made, Object now) {
        if (!(now instanceof NDArray x)) {
            return;
        }
        int[] shape = x.shape();
        boolean same = x.dtype().ir() == made.dtype() && shape.length == made.rank();
        for (int k = 0; same && k < shape.length; k++) {
            same = !made.dims().get(k).isConst() || made.dims().get(k).add() == shape[k];
        }
        if (!same) {
            throw new JacobiException("The static field " + field.owner().replace('/', '.') + "." + field.name() + " holds an array of " + x.dtype() + x.shapeOf()
                + " now, but code that uses it was compiled for " + made + "; pass the array as an argument, or make the function anew.");
        }
    }
}
