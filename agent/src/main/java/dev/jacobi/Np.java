package dev.jacobi;

/**
 * NumPy's functions on {@link NDArray}, with JAX's names in camelCase, its order of arguments and its defaults. Arrays are never changed; types are promoted by JAX's rules, and Java numbers take the
 * type of the array that they meet.
 *
 * <pre>{@code
 * NDArray x = Np.linspace(0, 1, 5);
 * NDArray y = Np.exp(Np.negative(Np.square(x)));
 * double area = Np.trapezoid(y, x).item();
 * }</pre>
 */
public final class Np extends NpProducts {
    private Np() {
    }
}
