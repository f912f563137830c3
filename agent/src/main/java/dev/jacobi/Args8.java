package dev.jacobi;

/** 8 arguments as one value: what derivatives of functions of as many arguments take, as there would be no interface for them one by one. */
public record Args8<A, B, C, D, E, F, G, H>(A a, B b, C c, D d, E e, F f, G g, H h) {
}
