import { Button, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

export function SearchBox({ text = '', label = 'What would you like to think through?' }): ReactNode {
  return (
    <div className="search-box">
      <TextInput
        name="text"
        type="search"
        label={label}
        defaultValue={text}
        maxLength={200}
        size="lg"
        placeholder="a new direction, sleep, a difficult colleague…"
        className="search-box-field"
      />
      <Button type="submit" size="lg">
        Search
      </Button>
    </div>
  );
}
