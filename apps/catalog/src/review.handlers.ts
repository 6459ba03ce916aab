/** The contracts about reviews, one line each. */
import { Controller } from '@nestjs/common';
import { Handle, On } from '@sounding/bus';
import {
  AnswerReview,
  BookingCompleted,
  BookingReview,
  HideReview,
  type Input,
  MyReviews,
  StaffReviews,
  WriteReview,
} from '@sounding/contracts';
import { Reviews } from './review.store.ts';
import type { Asked, Heard } from './tx.store.ts';

@Controller()
export class ReviewHandlers {
  constructor(private readonly reviews: Reviews) {}

  @On(BookingCompleted) completed(m: Heard<typeof BookingCompleted>) {
    return this.reviews.completed(m);
  }
  @Handle(BookingReview) ofBooking(input: Input<typeof BookingReview>, call: Asked) {
    return this.reviews.ofBooking(input, call);
  }
  @Handle(WriteReview) write(input: Input<typeof WriteReview>, call: Asked) {
    return this.reviews.write(input, call);
  }
  @Handle(MyReviews) mine(_input: Input<typeof MyReviews>, call: Asked) {
    return this.reviews.mine(call);
  }
  @Handle(AnswerReview) answer(input: Input<typeof AnswerReview>, call: Asked) {
    return this.reviews.answer(input, call);
  }
  @Handle(StaffReviews) forStaff(input: Input<typeof StaffReviews>) {
    return this.reviews.forStaff(input);
  }
  @Handle(HideReview) hide(input: Input<typeof HideReview>, call: Asked) {
    return this.reviews.hide(input, call);
  }
}
