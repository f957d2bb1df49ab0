"""The portal's rules, one small class each. A broken portal replaces one of them."""
