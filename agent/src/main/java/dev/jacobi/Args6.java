package dev.jacobi;

/** 6 arguments as one value: what derivatives of functions of as many arguments take, as there would be no interface for them one by one. */
public record Args6<A, B, C, D, E, F>(A a, B b, C c, D d, E e, F f) {
}
