package dev.jacobi.lift.state;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.lift.request.Lifted;
import java.util.List;

/** A number in terms of the state at one place of the program; the same in each attempt to lift. */
public sealed interface LengthRecipe {
    record Constant(Lit value) implements LengthRecipe {
    }

    record Local(int frame, int slot) implements LengthRecipe {
    }

    record Given(Lifted.Source source) implements LengthRecipe {
    }

    /** mul * n + add, n the length along an axis of an array that comes with the call; it may be read only after this place. */
    record Extent(Lifted.Source array, int axis, long mul, long add) implements LengthRecipe {
    }

    record Op(Prim prim, Params params, List<LengthRecipe> in) implements LengthRecipe {
    }
}
