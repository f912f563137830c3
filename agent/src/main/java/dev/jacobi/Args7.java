package dev.jacobi;

/** 7 arguments as one value: what derivatives of functions of as many arguments take, as there would be no interface for them one by one. */
public record Args7<A, B, C, D, E, F, G>(A a, B b, C c, D d, E e, F f, G g) {
}
